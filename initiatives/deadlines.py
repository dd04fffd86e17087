"""What one named person is to do by a day (rules 4 and 20): reminded once before it, and told further up once it is over.

Layers above have deadlines of their own: they make them here, and hand them to `tell` and to the digest.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from initiatives.models import ActionItem, Initiative
from initiatives.telling import coo_or_ceo, who_acts_for
from initiatives.working_hours import WorkingHours
from people.models import Company, Person
from people.outbox import post
from revenue_arc import words


@dataclass(frozen=True, slots=True)
class Deadline:
    """One open thing to do: the name its messages go by, whose it is, by when, its page, and who hears when the day is over."""

    key: str
    person: Person
    initiative: Initiative
    text: str
    due: date
    path: str
    above: tuple[Person, ...]
    note: str = ""

    def overdue(self, hours: WorkingHours, at: datetime) -> bool:
        """Whether work has opened again since its day ended."""
        opens = hours.opening_after(self.due)
        return opens is not None and opens <= at

    def near(self, hours: WorkingHours, at: datetime) -> bool:
        """Whether the last working day before its day has opened."""
        opens = hours.opening_before(self.due)
        return opens is not None and opens <= at


def deadlines_of_items(items: Iterable[ActionItem], at: datetime, also: Iterable[Person] = ()) -> list[Deadline]:
    """The deadlines of these action items, read `with_owners`; `also` hear, beside the arc owner, of what is overdue."""
    coo = coo_or_ceo(at)
    return [
        Deadline(
            key=f"action-{item.pk}",
            person=item.person,
            initiative=item.initiative,
            text=item.text,
            due=item.due,
            path=f"/initiatives/{item.initiative.slug}/",
            above=(*above(item.initiative, coo, at), *also),
        )
        for item in items
    ]


def above(initiative: Initiative, coo: list[Person], at: datetime) -> list[Person]:
    """Who hears of what is overdue on a launch: its arc owner; without one, the COO."""
    owner = initiative.owner(at)
    return [owner] if owner else coo


def tell(deadlines: Iterable[Deadline], *, at: datetime) -> None:
    """Remind of each that is near, and tell of each that is overdue. Running it again tells nobody twice."""
    hours = WorkingHours.of(Company.objects.ours())
    for one in deadlines:
        if one.overdue(hours, at):
            subject = f"Overdue since {words.day(one.due)}: {one.initiative}, {one.text}"
            to = [*who_acts_for(one.person, at), *one.above]
            _post(one, "overdue", "escalated", to, subject, at)
        elif one.near(hours, at):
            subject = f"Due {words.day(one.due)}: {one.initiative}, {one.text}"
            _post(one, "due", "due", who_acts_for(one.person, at), subject, at)


def _post(one: Deadline, step: str, kind: str, to: list[Person], subject: str, at: datetime) -> None:
    text = f"It names {one.person}. {one.note}".strip()
    post(key=f"{one.key}:{step}", kind=kind, to=to, subject=subject, text=text, path=one.path, at=at, shared=False)


def lines_for(person: Person, deadlines: Iterable[Deadline], hours: WorkingHours, at: datetime) -> list[tuple[str, list[str]]]:
    """For the digest: what a person is to do, and what is overdue that they hear of; the earliest day first."""
    own, others = [], []
    for one in sorted(deadlines, key=lambda each: (each.due, each.key)):
        overdue = one.overdue(hours, at)
        if one.person == person:
            own.append(f"{words.day(one.due)}{', overdue' if overdue else ''}: {one.text} ({one.initiative})")
        elif overdue and person in one.above:
            others.append(f"{words.day(one.due)}: {one.text} ({one.initiative}), {one.person}")
    return [("To do", own), ("Overdue, of others", others)]
