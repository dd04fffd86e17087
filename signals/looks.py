"""What a look at definitions has to compute: everything once a day, and after a pull what it touched."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from django.db.models import Q

from signals import reuse
from signals.definitions import CycleTime, Windowed, parse_spec
from signals.freshness import Freshness
from signals.models import Definition, Look, PartyLink, Reading
from signals.readings import weeks


@dataclass(frozen=True)
class Plan:
    """Whether a definition is to be read, and the weeks that need not be."""

    needed: bool = True
    kept: dict[date, str | None] = field(default_factory=dict)


class Looks:
    """One look at several definitions, all read as a whole unless `touches` say what has changed."""

    def __init__(self, definitions: Iterable[Definition], at: datetime, touches: list[reuse.Touch] | None):
        self.at, self.touches = at, touches
        self.before = {look.definition_id: look for look in Look.objects.filter(definition__in=definitions)}
        self.made: list[Look] = []
        self.joined = self._joined() if touches is not None else None

    def plan(self, definition: Definition, fresh: Freshness, last: Reading | None) -> Plan:
        """What of this definition is to be computed; notes the look."""
        before, spec = self.before.get(definition.pk), parse_spec(definition.spec)
        known_to = fresh.as_of or self.at
        whole = not (before and last and fresh.as_of) or isinstance(spec, CycleTime) or not self._was_whole(spec, before)
        self._note(definition, known_to, self.at if whole or before is None else before.whole_at, before)
        if whole or before is None or last is None or isinstance(spec, CycleTime):
            return Plan()
        functions = {source.pk: source.function for source in definition.sources.all()}
        touched = reuse.touches_of(spec, functions, self.touches or [])
        spans = weeks(known_to, self.at)
        kept = reuse.kept_weeks(spec, spans, weeks(before.known_to, before.at), last.series, touched)
        newest = [monday for monday, end in spans if end][-1:]
        if not newest or (all(monday in kept for monday, end in spans if end) and not reuse.goes_on_by_itself(spec)):
            return Plan(needed=not newest)
        kept.pop(newest[0], None)
        return Plan(kept=kept)

    def keep(self) -> None:
        """Write down that these definitions were looked at."""
        Look.objects.bulk_create(
            self.made, update_conflicts=True, unique_fields=["definition"], update_fields=["at", "known_to", "whole_at"]
        )

    def _was_whole(self, spec: Windowed, before: Look) -> bool:
        """Whether it was read as a whole today, and no two parties have become one customer or two since the last look."""
        if self.touches is None or before.at > self.at:
            return False
        if before.whole_at.astimezone(UTC).date() != self.at.astimezone(UTC).date():
            return False
        return not (reuse.counts_customers(spec) and self.joined and self.joined >= before.at)

    def _note(self, definition: Definition, known_to: datetime, whole_at: datetime, before: Look | None) -> None:
        if before is None or before.at <= self.at:
            self.made.append(Look(definition=definition, at=self.at, known_to=known_to, whole_at=whole_at))

    def _joined(self) -> datetime | None:
        """When a join was last made or decided on."""
        since = min((look.at for look in self.before.values()), default=self.at)
        rows = PartyLink.objects.filter(Q(made_at__gte=since) | Q(decided_at__gte=since))
        return max((max(filter(None, row)) for row in rows.values_list("made_at", "decided_at")), default=None)
