"""Who is asked what, and how far the answers are: the items of the task list. Pure over a report."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from audits.models import Answer, Row
from audits.questions import ASKED, Choice, Question, Section, questions_of
from audits.report import Of, Report
from people.models import Function, Person, Role


class Status(StrEnum):
    """How far one question is, in a word."""

    OPEN = "Not answered"
    ANSWERED = "Answered"
    UNKNOWN = "Answered: not known"
    DIFFER = "Answers differ"


@dataclass(frozen=True)
class Item:
    """One question of one row, of a function, or of the audit; `asked` are the people who can know."""

    question: Question
    of: Of
    row: Row | None
    asked: tuple[Person, ...]
    answers: tuple[Answer, ...]

    @property
    def slug(self) -> str:
        """Its name in addresses: held-12, measured-product, arc."""
        about = str(self.row.pk) if self.row else str(self.of)
        return f"{self.question}-{about}" if about else self.question.value

    @property
    def section(self) -> Section:
        """The part of the task list it belongs to."""
        return ASKED[self.question].section

    @property
    def subject(self) -> str:
        """What it is asked of, in words."""
        if self.row:
            return f"{self.row}"
        return Function(self.of).label if isinstance(self.of, str) and self.of else ""

    @property
    def sides(self) -> str:
        """Between whom, where it is a handoff."""
        return f"{self.row.handoff.sender} to {self.row.handoff.receiver}" if self.row and self.row.handoff else ""

    @property
    def status(self) -> Status:
        """Open, answered, not known, or answered in two ways."""
        if not self.answers:
            return Status.OPEN
        known = [answer for answer in self.answers if answer.choice != Choice.UNKNOWN]
        if not known:
            return Status.UNKNOWN
        return Status.DIFFER if len({_told(answer) for answer in known}) > 1 else Status.ANSWERED

    def by(self, person: Person) -> Answer | None:
        """What this person answered."""
        return next((answer for answer in self.answers if answer.by_id == person.pk), None)


def items_of(report: Report) -> list[Item]:
    """Every question of the audit, in the order of the task list; what an answer has made needless is left out."""
    lead, owner = report.audit.lead, report.audit.initiative.owner(report.now)
    items = [_item(report, Question.ARC, "", None, [lead, *([owner] if owner else [])])]
    for of in ("deliverable", "handoff"):
        for row in (row for row in report.rows if row.of == of):
            items += [_item(report, question, row.key, row, _who(report, question, row)) for question in questions_of(of)]
    for question in questions_of("function"):
        for function in Function.values:
            head = report.heads.get(function)
            items.append(_item(report, question, function, None, [head] if head else []))
    return [item for item in items if not _needless(report, item)]


def item_of(report: Report, slug: str) -> Item | None:
    """The question of that name; None where there is none."""
    return next((item for item in items_of(report) if item.slug == slug), None)


def asked_of(items: Iterable[Item], person: Person) -> list[Item]:
    """The questions that this person can know the answer to."""
    return [item for item in items if person in item.asked]


def may_answer(item: Item, person: Person) -> bool:
    """Whether it is asked of this person, or this person may lead an audit (and walk the whole form)."""
    return person in item.asked or person.holds(Role.COO) or person.holds(Role.CEO)


def register_rows(report: Report) -> list[Row]:
    """The rows that have a finding, in the register's order: what both sides read."""
    keys = dict.fromkeys(finding.key for finding in report.findings)
    return [report.row_of[key] for key in keys if key in report.row_of]


def unread(report: Report, row: Row) -> list[Person]:
    """The sides that have not said anything of a row yet."""
    spoken = {word.by_id for word in report.confirmations_of(row)}
    return [person for person in report.sides_of(row) if person.pk not in spoken]


def _item(report: Report, question: Question, of: Of, row: Row | None, asked: Iterable[Person]) -> Item:
    people = tuple({person.pk: person for person in asked}.values())
    return Item(question, of, row, people, tuple(report.answers_to.get((question, of), ())))


def _told(answer: Answer) -> tuple:
    """All that an answer says, to hold it against another."""
    periods = tuple(period.as_told for period in answer.periods.all())
    return answer.choice, answer.text.strip(), answer.holder_id, answer.starts_on, answer.ends_on, periods


def _who(report: Report, question: Question, row: Row) -> list[Person]:
    if row.handoff and question is not Question.PROMISED:
        return [row.handoff.receiver]
    return report.sides_of(row)


def _needless(report: Report, item: Item) -> bool:
    """Nothing is asked twice: not what an earlier audit learnt; and where all of it arrived, nothing was missing."""
    if item.answers or not item.row:
        return False
    if (item.question, item.row.key) in report.earlier:
        return True
    if item.question is not Question.MISSING:
        return False
    arrived = report.told_of(Question.ARRIVED, item.row.key)
    return bool(arrived) and all(answer.choice == Choice.ALL for answer in arrived)
