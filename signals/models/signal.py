"""Signal: one measured fact. Rollup: a day's sum of them."""

from django.db import models
from django.db.models import DO_NOTHING

from signals.models.loaded import Precision


class Signal(models.Model):
    """One fact about a customer, a piece of work or a part, at a time. Partitioned by month on `at`.

    Its foreign keys are not checked by the database: a check per row would double the cost of loading ten million. They are
    written by the loader alone, which reads them from the same transaction.
    """

    pk = models.CompositePrimaryKey("external_id", "stream_id", "at")
    stream = models.ForeignKey("signals.Stream", DO_NOTHING, related_name="+", db_constraint=False, db_index=False)
    external_id = models.TextField(db_collation="C")
    at = models.DateTimeField()
    grain = models.TextField(choices=Precision, default=Precision.INSTANT)
    metric_key = models.TextField(db_collation="C")
    value = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    unit = models.TextField(default="")
    party = models.ForeignKey(
        "signals.Party", DO_NOTHING, null=True, related_name="signals", db_constraint=False, db_index=False
    )
    work = models.ForeignKey("signals.Work", DO_NOTHING, null=True, related_name="signals", db_constraint=False, db_index=False)
    part = models.ForeignKey("signals.Part", DO_NOTHING, null=True, related_name="signals", db_constraint=False, db_index=False)
    dimensions = models.JSONField(default=dict)
    hash = models.BigIntegerField(help_text="Of the payload and of the mapping that read it.")
    version = models.BigIntegerField(null=True)
    page_id = models.BigIntegerField()
    ordinal = models.IntegerField()
    flags = models.JSONField(null=True)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["metric_key", "at"], name="signal_by_metric"),
            models.Index(fields=["party", "at"], name="signal_by_party"),
        ]

    def __str__(self):
        return f"{self.metric_key} at {self.at:%Y-%m-%d}"


class RollupDue(models.Model):
    """A metric key and day whose signals have changed since they were rolled up; written with the page that changed them."""

    pk = models.CompositePrimaryKey("source_id", "metric_key", "day")
    source = models.ForeignKey("signals.Source", models.CASCADE, related_name="+", db_index=False)
    metric_key = models.TextField(db_collation="C")
    day = models.DateField()

    def __str__(self):
        return f"{self.metric_key} on {self.day}"


class Rollup(models.Model):
    """The signals of one source, metric key, day (UTC), unit and dimensions, summed; tombstones left out.

    The database does not check that its source exists: whoever writes it holds a row of that source.
    """

    source = models.ForeignKey("signals.Source", models.CASCADE, related_name="rollups", db_constraint=False, db_index=False)
    function = models.TextField(blank=True, default="")
    metric_key = models.TextField(db_collation="C")
    day = models.DateField()
    unit = models.TextField(default="")
    dimensions = models.JSONField(default=dict)
    count = models.BigIntegerField()
    sum = models.DecimalField(max_digits=38, decimal_places=6, null=True)
    sum_squares = models.DecimalField(max_digits=50, decimal_places=12, null=True)
    min = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    max = models.DecimalField(max_digits=24, decimal_places=6, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["metric_key", "day", "source", "unit", "dimensions"],
                name="rollup_once_per_day",
                violation_error_message="This day is already rolled up.",
            )
        ]

    def __str__(self):
        return f"{self.metric_key} on {self.day}"
