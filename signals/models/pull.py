"""Pull, and what it keeps: raw pages, records known, rejects."""

import orjson
import zstandard
from django.db import models
from django.db.models import F, Q

from signals.mapping.naming import column_and_role


class PullQuerySet(models.QuerySet):
    """Questions about pulls."""

    def open(self):
        """Pulls that wait or run."""
        return self.filter(state__in=[Pull.State.DUE, Pull.State.RUNNING])

    def successful(self):
        """Pulls that ended well."""
        return self.filter(state=Pull.State.DONE)


class Pull(models.Model):
    """One run that reads a source: due, claimed and running with a heartbeat, done or failed."""

    class State(models.TextChoices):
        DUE = "due", "Due"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Cancelled"

    class Kind(models.TextChoices):
        FRESH = "fresh", "Fresh"
        BACKFILL = "backfill", "Backfill"
        REMAP = "remap", "Kept records mapped anew"

    source = models.ForeignKey("signals.Source", models.CASCADE, related_name="pulls")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.FRESH)
    state = models.CharField(max_length=10, choices=State, default=State.DUE)
    due_at = models.DateTimeField()
    since = models.DateTimeField(null=True, blank=True, help_text="A backfill reads from here instead of the cursor.")
    claimed_by = models.CharField(max_length=120, blank=True, help_text="machine:process of the worker that has it.")
    claim = models.UUIDField(
        null=True, editable=False, help_text="Changes with each claim: whoever lost it cannot commit a page."
    )
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    takeovers = models.PositiveIntegerField(default=0, help_text="Workers lost since it last kept a page.")
    rows_read = models.BigIntegerField(default=0)
    rows_new = models.BigIntegerField(default=0)
    rows_changed = models.BigIntegerField(default=0)
    rows_unchanged = models.BigIntegerField(default=0)
    rows_rejected = models.BigIntegerField(default=0)
    rows_deleted = models.BigIntegerField(default=0, help_text="Of those, tombstones.")
    rows_known = models.BigIntegerField(null=True, blank=True, help_text="Rows that the source said would come.")
    error = models.TextField(blank=True, help_text="What happened, what was kept, what to do, and whether it retries.")
    permanent = models.BooleanField(null=True, help_text="Whether trying again would fail again.")
    streams = models.JSONField(default=dict, blank=True, help_text="Counts per stream.")
    position = models.JSONField(default=dict, blank=True, editable=False, help_text="Where a backfill stands, per stream.")

    objects = PullQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["source", "-finished_at"]),
            models.Index(fields=["due_at"], name="pull_open", condition=Q(state__in=["due", "running"])),
        ]
        constraints = [
            models.CheckConstraint(
                name="pull_loses_no_row",
                condition=Q(rows_read=F("rows_new") + F("rows_changed") + F("rows_unchanged") + F("rows_rejected")),
                violation_error_message="Rows read must equal new + changed + unchanged + rejected.",
            ),
            models.UniqueConstraint(
                fields=["source", "kind"],
                condition=Q(state__in=["due", "running"]),
                name="one_open_pull_per_source",
                violation_error_message="This source already has a pull that waits or runs.",
            ),
        ]

    def __str__(self):
        return f"{self.source}, pull {self.pk}"

    @property
    def is_long(self) -> bool:
        """Whether it goes by chunks, in a queue that fresh data does not wait behind."""
        return self.kind != self.Kind.FRESH

    @property
    def is_open(self) -> bool:
        """Whether it waits or runs."""
        return self.state in (self.State.DUE, self.State.RUNNING)


class RawPage(models.Model):
    """The payloads of one page as they came, compressed once: only those that were new, changed or rejected."""

    pull = models.ForeignKey(Pull, models.CASCADE, related_name="pages")
    stream = models.ForeignKey("signals.Stream", models.CASCADE, related_name="pages")
    number = models.IntegerField()
    rows = models.IntegerField()
    payload = models.BinaryField()
    kept_at = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return f"page {self.number} of {self.pull}"

    def raw(self, ordinal: int) -> bytes:
        """The bytes of one payload, as it came. Raises IndexError."""
        return zstandard.ZstdDecompressor().decompress(self.payload).split(b"\n")[ordinal]

    def record(self, ordinal: int) -> object:
        """One payload, parsed; its text where it is not JSON."""
        raw = self.raw(ordinal)
        try:
            return orjson.loads(raw)
        except orjson.JSONDecodeError:
            return raw.decode("utf-8", "replace")


class Record(models.Model):
    """What is known of one record: its payload's hash and version. A stream of signals alone keeps this on the signal.

    The database does not check that its stream exists: the loader holds the stream's row while it writes.
    """

    pk = models.CompositePrimaryKey("stream_id", "external_id")
    stream = models.ForeignKey("signals.Stream", models.CASCADE, related_name="+", db_constraint=False, db_index=False)
    external_id = models.TextField(db_collation="C")
    hash = models.BigIntegerField()
    version = models.BigIntegerField(null=True)
    page_id = models.BigIntegerField()
    ordinal = models.IntegerField()
    deleted_at = models.DateTimeField(null=True)

    def __str__(self):
        return self.external_id


class Reject(models.Model):
    """A record that could not be mapped, kept with its reason."""

    pull = models.ForeignKey(Pull, models.CASCADE, related_name="rejects")
    stream = models.ForeignKey("signals.Stream", models.CASCADE, related_name="rejects")
    page = models.ForeignKey(RawPage, models.CASCADE, related_name="rejects")
    ordinal = models.IntegerField()
    external_id = models.TextField(blank=True)
    reason = models.CharField(max_length=40)
    field = models.CharField(max_length=200, blank=True)
    message = models.TextField()

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.message

    @property
    def column(self) -> str:
        """The column of the source that was at fault; empty where the whole record was."""
        columns, role = column_and_role(self.field)
        return columns or role

    @property
    def role(self) -> str:
        """What that column was to become."""
        return column_and_role(self.field)[1]
