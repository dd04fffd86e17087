"""Touched, look: what has changed since the readings were computed, and when each definition was last looked at."""

from datetime import datetime

import pgtrigger
from django.conf import settings
from django.db import connection, models
from django.db.models import Exists, F, OuterRef

from signals.models.metric import Definition
from signals.models.pull import Pull
from signals.models.source import Source

SIGNAL, WORK = "signal:", "work:"
OLD, NEW = "old_rows", "new_rows"
WORK_SINCE = """INSERT INTO signals_touched (source_id, subject, day)
    SELECT found.source_id, 'work:' || found.kind, min(found.since AT TIME ZONE 'UTC')::date
    FROM (SELECT w.source_id, w.kind, LEAST(w.opened_at, w.closed_at, w.due_at,
            (SELECT min(e.at) FROM signals_workevent e WHERE e.work_id = w.id)) AS since FROM ({rows}) w) found
    WHERE found.since IS NOT NULL GROUP BY 1, 2;
    RETURN NULL;"""
EVENTS_SINCE = """INSERT INTO signals_touched (source_id, subject, day)
    SELECT w.source_id, 'work:' || w.kind, min(e.at AT TIME ZONE 'UTC')::date
    FROM ({rows}) e JOIN signals_work w ON w.id = e.work_id GROUP BY 1, 2;
    RETURN NULL;"""
WRITES = {
    "insert": (pgtrigger.Insert, pgtrigger.Referencing(new=NEW), [NEW]),
    "update": (pgtrigger.Update, pgtrigger.Referencing(old=OLD, new=NEW), [OLD, NEW]),
}


def touching(name: str, statement: str) -> list[pgtrigger.Trigger]:
    """Triggers that note, once a statement, since when the rows that it wrote matter to readings."""
    return [
        pgtrigger.Trigger(
            name=f"{name}_{write}",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=operation,
            referencing=referencing,
            func=statement.format(rows=" UNION ALL ".join(f"TABLE {table}" for table in tables)),
        )
        for write, (operation, referencing, tables) in WRITES.items()
    ]


class TouchedQuerySet(models.QuerySet):
    """Questions about what has changed."""

    def left(self, at: datetime):
        """The ids of sources whose last pull ended well long ago, and whose readings nobody computed: that worker is gone."""
        read = Pull.objects.open().filter(source=OuterRef("source"))
        ended = self.filter(source__attempted_at=F("source__last_success_at"))
        quiet = ended.filter(source__attempted_at__lt=at - settings.PULL_HEARTBEAT_STOPS).exclude(Exists(read))
        return quiet.exclude(source__state=Source.State.DELETING).values_list("source", flat=True).distinct()

    def take(self, source) -> list[tuple]:
        """What has changed of a source, as (source, subject, day); it is forgotten when the transaction commits."""
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM signals_touched WHERE source_id = %s RETURNING source_id, subject, day", [source.pk])
            return sorted(set(cursor.fetchall()))


class Touched(models.Model):
    """What a pull has changed since the readings were computed; rows go away with the look that follows.

    `signal:KEY`: the signals of that key on that day. `work:KIND`: work of that kind, with all that happened to it since then.
    Database triggers and the rollup write it, in the transaction of the change. Nothing is unique: workers never wait here.
    """

    source = models.ForeignKey("signals.Source", models.DO_NOTHING, related_name="+", db_constraint=False)
    subject = models.TextField(db_collation="C")
    day = models.DateField()

    objects = TouchedQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "touched"

    def __str__(self):
        return f"{self.subject}, {self.day}"


class Look(models.Model):
    """The last look at a definition in force: when, up to when its sources were known, and when it was last read as a whole."""

    definition = models.OneToOneField(Definition, models.CASCADE, primary_key=True, related_name="look")
    at = models.DateTimeField()
    known_to = models.DateTimeField()
    whole_at = models.DateTimeField(help_text="When every week was last computed anew.")

    def __str__(self):
        return f"{self.definition} at {self.at:%Y-%m-%d %H:%M}"
