"""What became of a finding: an action item with one name."""

import pghistory
from django.db import models

from audits.models.row import Row
from initiatives.models import ActionItem


@pghistory.track()
class FollowUp(models.Model):
    """An action item that a row of an audit led to."""

    row = models.ForeignKey(Row, models.PROTECT, related_name="follow_ups")
    action_item = models.OneToOneField(ActionItem, models.PROTECT, related_name="follow_up")

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return str(self.action_item)
