"""Everything an audit knows as of an instant, read in a fixed number of queries whatever the number of rows."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from django.utils import timezone

from audits.earlier import earlier_answers, lines_of
from audits.evidence import Prefilled, prefilled, span_years
from audits.findings import Finding, Walked, findings_of, walk
from audits.models import Annotation, Answer, Audit, Confirmation, Interview, Participant, Quote, Row, UnloggedHandoff
from audits.questions import Choice, Question
from initiatives.ownership import Claim
from initiatives.reports import OwnershipOfInitiative, ownership_of_initiative
from people.directory import leaders
from people.models import Company, Person, Seat
from revenue_arc import words

Of = tuple[int, int | None] | str


@dataclass(frozen=True)
class Report:
    """An audit with its rows, what was answered and said, and what that comes to. `zone` is the company's."""

    audit: Audit
    now: datetime
    zone: ZoneInfo
    ownership: OwnershipOfInitiative
    rows: list[Row]
    evidence: list[Prefilled]
    answers: list[Answer]
    confirmations: list[Confirmation]
    annotations: list[Annotation]
    interviews: list[Interview]
    participants: list[Participant]
    unlogged: list[UnloggedHandoff]
    heads: dict[str, Person | None]
    row_of: dict[tuple[int, int | None], Row] = field(default_factory=dict)
    functions: dict[int, str] = field(default_factory=dict)
    earlier: dict[tuple[Question, tuple[int, int | None]], list[Answer]] = field(default_factory=dict)

    @cached_property
    def walked(self) -> list[Walked]:
        """Each deliverable with imported and answered claims laid over the record."""
        claims = [line.claim for line in self.evidence if line.claim] + claims_of(self.answers, self.zone)
        return walk(self.ownership, claims, self._claimants)

    @property
    def years(self) -> bool:
        """Whether the windows span so long that a day needs its year."""
        return span_years(self.ownership)

    @property
    def _claimants(self) -> list[Person]:
        return [answer.holder for answer in self.answers if answer.holder] + [one.receiver for one in self.unlogged]

    @cached_property
    def findings(self) -> list[Finding]:
        """What record, claims and answers say happened, in the register's order."""
        return findings_of(self.walked, self.now)

    @cached_property
    def answers_to(self) -> dict[tuple[Question, Of], list[Answer]]:
        """The answers to each question, the latest first."""
        found: dict[tuple[Question, Of], list[Answer]] = defaultdict(list)
        by_key = {row.pk: row.key for row in self.rows}
        for answer in self.answers:
            of: Of = by_key[answer.row_id] if answer.row_id else answer.function
            found[Question(answer.question), of].append(answer)
        return found

    def earlier_of(self, key: tuple[int, int | None]) -> list[Answer]:
        """What earlier audits learnt of a handoff, the earliest first."""
        told = [answer for (_, of), answers in self.earlier.items() if of == key for answer in answers]
        return sorted(told, key=lambda answer: (answer.at, answer.pk))

    def told_of(self, question: Question, key: tuple[int, int | None]) -> list[Answer]:
        """What was answered of a row, in this audit and before it, the earliest first."""
        return [*reversed(self.earlier.get((question, key), [])), *reversed(self.answers_to.get((question, key), []))]

    @property
    def held(self) -> list[Interview]:
        """The interviews that were held; one that is only planned is none yet."""
        return [interview for interview in self.interviews if interview.was_held]

    def lines(self, question: Question, of: Of) -> list[Prefilled]:
        """The evidence for one question."""
        return [line for line in self.evidence if (line.question, line.of) == (question, of)]

    def quotes_of(self, row: Row) -> list[Quote]:
        """What was said about a row, whether or not it may be shown."""
        return [quote for interview in self.interviews for quote in interview.quotes.all() if row in quote.rows.all()]

    def confirmations_of(self, row: Row) -> list[Confirmation]:
        """What its sides said of a row, the earliest first."""
        return [word for word in self.confirmations if word.row_id == row.pk]

    def annotations_of(self, row: Row) -> list[Annotation]:
        """What the lead noted on a row, the earliest first."""
        return [note for note in self.annotations if note.row_id == row.pk]

    def sides_of(self, row: Row) -> list[Person]:
        """Who reads a row before the close: sender and receiver; of a deliverable its holders and the head of its function."""
        if row.handoff:
            return [row.handoff.sender, row.handoff.receiver]
        one = next((one for one in self.ownership.deliverables if one.deliverable.pk == row.deliverable_id), None)
        head = self.heads.get(row.deliverable.function)
        people = [*(one.people.values() if one else ()), *([head] if head else ())]
        return list({person.pk: person for person in people}.values())


def report_of(audit: Audit, at: datetime) -> Report:
    """The audit as of `at`; after day 30, as of its close, with what was answered since."""
    zone = company_zone()
    now = min(at, closes_at(audit, zone))
    ownership = ownership_of_initiative(audit.initiative, now)
    rows = list(audit.rows.in_order())
    with timezone.override(zone):
        unlogged = list(audit.unlogged_handoffs.select_related("deliverable", "sender", "receiver", "known_from"))
        earlier = earlier_answers(audit)
        evidence = prefilled(ownership) + lines_of(earlier) + [remembered(one, zone) for one in unlogged]
    interviews = audit.interviews.select_related("person", "by").prefetch_related("quotes__rows")
    return Report(
        audit=audit,
        now=now,
        zone=zone,
        ownership=ownership,
        rows=rows,
        evidence=evidence,
        answers=list(audit.answers.latest_first()),
        confirmations=list(Confirmation.objects.filter(row__audit=audit).select_related("by")),
        annotations=list(Annotation.objects.filter(row__audit=audit).select_related("by")),
        interviews=list(interviews),
        participants=list(audit.participants.select_related("person")),
        unlogged=unlogged,
        heads={lead.function: lead.person for lead in leaders(now) if lead.function},
        row_of={row.key: row for row in rows},
        functions=_functions(now),
        earlier=earlier,
    )


def company_zone() -> ZoneInfo:
    """The zone in which the company's days begin."""
    return ZoneInfo(Company.objects.ours().time_zone)


def _functions(now: datetime) -> dict[int, str]:
    """By the person's key, the function of the seat taken last by then: whose hue that person takes."""
    seats = Seat.objects.filter(period__startswith__lte=now).exclude(function="").order_by("period")
    return dict(seats.values_list("person", "function"))


def closes_at(audit: Audit, zone: ZoneInfo) -> datetime:
    """The end of day 30 in the company's zone."""
    return datetime.combine(audit.closes_on + timedelta(days=1), time(), zone).astimezone(UTC)


def remembered(one: UnloggedHandoff, zone: ZoneInfo) -> Prefilled:
    """A handoff that nobody logged, as evidence: on its day its receiver had it, says whoever it is known from."""
    start = datetime.combine(one.on, time(), zone).astimezone(UTC)
    end = datetime.combine(one.on + timedelta(days=1), time(), zone).astimezone(UTC)
    text = f"{one.sender} handed it to {one.receiver} on {words.day(one.on)}: {one.what}. It is in no log."
    claim = Claim(one.deliverable_id, one.receiver_id, start, end, one.known_from.name)
    return Prefilled((one.deliverable_id, None), Question.HELD, text, one.known_from.name, claim)


def claims_of(answers: Iterable[Answer], zone: ZoneInfo) -> list[Claim]:
    """What people answered against the record: somebody else held it, or nobody did, from the first day to the last."""
    return [
        Claim(
            answer.row.deliverable_id,
            answer.holder_id,
            datetime.combine(answer.starts_on, time(), zone).astimezone(UTC),
            datetime.combine(answer.ends_on + timedelta(days=1), time(), zone).astimezone(UTC),
            answer.by.name,
        )
        for answer in answers
        if answer.row and answer.starts_on and answer.ends_on and answer.choice in (Choice.OTHER, Choice.NOBODY)
    ]
