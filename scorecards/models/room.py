"""Who is in the room, and for which function they speak."""

import pghistory
from django.db import models

from people.models import Function
from scorecards.models.triggers import closed_by_the_decision


@pghistory.track()
class Delegate(models.Model):
    """The person whom a head named to speak for the function in one meeting."""

    meeting = models.ForeignKey("scorecards.Meeting", models.CASCADE, related_name="delegates")
    function = models.CharField(max_length=10, choices=Function)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    named_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "function"],
                name="one_delegate_of_each_function",
                violation_error_message="This function has its delegate already.",
            ),
            models.UniqueConstraint(
                fields=["meeting", "person"],
                name="a_delegate_speaks_for_one_function",
                violation_error_message="This person is another function's delegate: one person has one voice.",
            ),
        ]
        triggers = [closed_by_the_decision("delegate_stays_after_the_decision")]

    def __str__(self):
        return f"{self.person} for {self.get_function_display()}"


@pghistory.track()
class Presence(models.Model):
    """A function's voice in the room: its head or the delegate the head named."""

    meeting = models.ForeignKey("scorecards.Meeting", models.CASCADE, related_name="presences")
    function = models.CharField(max_length=10, choices=Function)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "function"],
                name="one_voice_of_each_function",
                violation_error_message="Somebody speaks for this function already.",
            ),
            models.UniqueConstraint(
                fields=["meeting", "person"],
                name="one_voice_of_each_person",
                violation_error_message="This person speaks for another function: one person has one voice.",
            ),
        ]
        triggers = [closed_by_the_decision("presence_stays_after_the_decision")]

    def __str__(self):
        return f"{self.person} for {self.get_function_display()}"
