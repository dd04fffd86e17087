"""What is counted of customers after pulls, so that no page counts records itself."""

from django.db import models


class PartyRecords(models.Model):
    """How many present records of a stream name a party; without a party, how many name nobody."""

    stream = models.ForeignKey("signals.Stream", models.CASCADE, related_name="+")
    party = models.ForeignKey("signals.Party", models.CASCADE, null=True, related_name="records", db_constraint=False)
    work = models.BigIntegerField(default=0)
    signals = models.BigIntegerField(default=0)

    class Meta:
        verbose_name_plural = "party records"
        constraints = [
            models.UniqueConstraint(
                fields=["stream", "party"],
                nulls_distinct=False,
                name="party_records_once_per_stream",
                violation_error_message="This stream's records of that party are counted already.",
            )
        ]

    def __str__(self):
        return f"{self.work + self.signals} records of {self.stream_id}"


class Coverage(models.Model):
    """How far the records resolve to customers, as of the newest count; one row."""

    counted_at = models.DateTimeField()
    pulls = models.JSONField(default=dict, help_text="The newest pull of each source that was counted: {source: pull}.")
    streams = models.JSONField(default=list, help_text="For each stream its records, and how many of them name whom.")
    customers = models.BigIntegerField(default=0)
    seen_by_all = models.BigIntegerField(default=0, help_text="Customers that all four functions have records of.")

    def __str__(self):
        return f"coverage at {self.counted_at:%Y-%m-%d %H:%M}"


class NameComparison(models.Model):
    """The last time that the names of customers were compared; one row."""

    compared_at = models.DateTimeField()
    fingerprint = models.TextField(help_text="Of the names and the decisions: the same, nothing is compared.")
    names = models.IntegerField()
    suggested = models.IntegerField()

    def __str__(self):
        return f"{self.names} names compared at {self.compared_at:%Y-%m-%d %H:%M}"
