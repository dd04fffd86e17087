"""The audits: Harrier's, frozen while the launch was live; and Atlas's, on day 21 of 30, open for a newcomer to go on with."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from audits import services
from audits.asking import Item, items_of, register_rows
from audits.models import Audit, Row
from audits.report import report_of
from initiatives.models import Initiative
from people.models import Function
from sample_company.launches.replay import HEADS, Replay
from sample_company.story.days import ZONE

Period = tuple[date, date, str]
# When calendars were full, in days from the scope lock.
FULL = {
    "marketing": [(13, 27, "The autumn campaign")],
    "creative": [(12, 20, "31 assets of the rebrand"), (34, 37, "The partner conference")],
}
LEAD = "Anita Rao"
DAYS = 30
ATLAS_STARTED, HARRIER_STARTED = 33, 56


@dataclass
class Walk:
    """One audit being walked: days are counted from the launch's scope lock, as in its replay."""

    replay: Replay
    audit: Audit
    items: list[Item] = field(default_factory=list)

    @classmethod
    def begin(cls, replay: Replay, day: int) -> "Walk":
        """Day 1 of 30."""
        initiative, lead = Initiative.objects.get(pk=replay.initiative.pk), replay.people[LEAD]
        at = replay.at(day)
        audit = services.start_audit(initiative=initiative, lead=lead, on=at.astimezone(ZONE).date(), at=at)
        return cls(replay, audit)

    def look(self, day: float) -> None:
        """Read what is asked by then."""
        services.take_rows(audit=self.audit, at=self.replay.at(day))
        self.items = items_of(report_of(self.audit, self.replay.at(day)))

    def answer(
        self, day: float, name: str, question: str, about: str, choice: str, text: str = "", periods: list[Period] | None = None
    ) -> None:
        """Somebody answers one question about a row or a function; `periods` are when its calendar was full."""
        item = next(one for one in self.items if one.question == question and about in (one.subject, str(one.of)))
        by, at = self.replay.people[name], self.replay.at(day)
        services.save_answer(audit=self.audit, item=item, choice=choice, text=text, by=by, at=at, periods=periods or [])

    def row(self, title: str) -> Row:
        """The row of a handoff of that title, else of a deliverable."""
        rows = [row for row in self.audit.rows.in_order() if str(row) == title]
        return next((row for row in rows if row.handoff), rows[0])

    def interviewed(self, day: int, name: str, text: str, title: str, *, consents: bool = True) -> None:
        """Somebody says a sentence about a row."""
        lead, at = self.replay.people[LEAD], self.replay.at(day, 3)
        person, on = self.replay.people[name], self.replay.date(day)
        held = services.record_interview(audit=self.audit, person=person, held_on=on, by=lead, at=at)
        services.add_quote(interview=held, text=text, rows=[self.row(title)], consents=consents, by=lead, at=at)

    def said(self, day: float, name: str, title: str, verdict: str, text: str = "") -> None:
        """One side reads its row."""
        by, at = self.replay.people[name], self.replay.at(day)
        services.confirm_row(row=self.row(title), verdict=verdict, text=text, by=by, at=at)


def audit_atlas(replay: Replay) -> Audit:
    """Atlas up to day 21: most is answered, one row is disputed, Sales has not read its own yet."""
    walk = Walk.begin(replay, ATLAS_STARTED)
    walk.look(40)
    walk.answer(34, LEAD, "arc", "", "complete")
    for name, about in (("Dana Okafor", "Scope"), ("Luis Ferreira", "Positioning"), ("Mei Tanaka", "Creative")):
        walk.answer(36, name, "held", about, "as_shown")
    walk.answer(41, "Tom Halvorsen", "held", "Lead routing", "unknown")
    walk.answer(37, "Luis Ferreira", "promised", "Scope brief", "as_shown")
    walk.answer(37, "Luis Ferreira", "arrived", "Scope brief", "all")
    walk.answer(38, "Luis Ferreira", "promised", "Positioning brief", "as_shown")
    walk.answer(38, "Mei Tanaka", "promised", "Positioning brief", "words", "A brief that names who takes it.")
    walk.answer(38, "Mei Tanaka", "arrived", "Positioning brief", "part", "It lay in a shared inbox until a designer asked.")
    walk.answer(38, "Mei Tanaka", "missing", "Positioning brief", "words", "A named receiver, and the third headline.")
    measures(walk, 39)
    walk.answer(40, "Mei Tanaka", "calendar", "Creative", "dates", periods=_full(replay, FULL["creative"]))
    walk.answer(40, "Luis Ferreira", "calendar", "Marketing", "dates", periods=_full(replay, FULL["marketing"]))
    walk.interviewed(42, "Luis Ferreira", "We had what we needed.", "Scope brief")
    walk.interviewed(43, "Mei Tanaka", "I thought it was with Marketing.", "Positioning brief")
    walk.interviewed(44, "Tom Halvorsen", "I found it by scrolling.", "Launch kit")
    walk.interviewed(45, "Elena Popova", "That rule predates all of us.", "Lead routing", consents=False)
    note = "Atlas leads fall to a queue with no members."
    services.annotate_row(row=walk.row("Lead routing"), text=note, by=replay.people[LEAD], at=replay.at(46))
    walk.said(47, "Dana Okafor", "Scope brief", "confirm")
    walk.said(47.2, "Luis Ferreira", "Scope brief", "confirm")
    walk.said(48, "Luis Ferreira", "Positioning brief", "dispute", "Sent, and chased once.")
    walk.said(48.3, "Mei Tanaka", "Positioning brief", "confirm")
    walk.said(49, "Mei Tanaka", "Launch kit", "confirm")
    return walk.audit


def audit_harrier(replay: Replay) -> Audit:
    """Harrier from its start to the document, which closed by itself; what it found was given a name before the launch."""
    walk = Walk.begin(replay, HARRIER_STARTED)
    end = HARRIER_STARTED + DAYS
    walk.look(end - 4)
    walk.answer(57, LEAD, "arc", "", "complete")
    for item in walk.items:
        if item.question in ("held", "promised") and item.row:
            walk.answer(60, item.asked[0].name, item.question, item.subject, "as_shown")
        if item.question == "arrived":
            walk.answer(61, item.asked[0].name, "arrived", item.subject, "all")
    measures(walk, 62)
    for function in Function:
        walk.answer(63, HEADS[function], "calendar", function.label, "none")
    titles = [str(row) for row in register_rows(report_of(walk.audit, replay.at(end - 3)))]
    walk.interviewed(64, "Luis Ferreira", "It was in my list, and I read the list on Mondays.", titles[0])
    report = report_of(walk.audit, replay.at(end - 3))
    for row in register_rows(report):
        for person in report.sides_of(row):
            services.confirm_row(row=row, verdict="confirm", by=person, at=replay.at(end - 2))
    close = datetime.combine(walk.audit.closes_on + timedelta(days=1), datetime.min.time(), ZONE)
    services.freeze_document(audit=walk.audit, by=None, at=close + timedelta(minutes=5))
    services.follow_up(
        row=walk.row(titles[0]),
        text="Answer offers the day they come; delegate them while away.",
        person=replay.people["Luis Ferreira"],
        due=replay.date(end + 5),
        by=replay.people[LEAD],
        at=replay.at(end + 1),
    )
    return walk.audit


def measures(walk: Walk, day: float) -> None:
    """What each function measured, and what its people were paid on."""
    told = {
        "product": ("Items of the scope shipped on time", "The scope, whole and on its date"),
        "marketing": ("Qualified leads against plan", "Qualified leads, counted at the form"),
        "creative": ("Assets ready before they were due", "Nothing beyond the salary"),
        "sales": ("Calls made, and the quarter's bookings", "The quarter's bookings"),
    }
    for function, (measured, paid) in told.items():
        name, label = HEADS[function], Function(function).label
        walk.answer(day, name, "measured", label, "words", measured)
        walk.answer(day, name, "paid", label, "words", paid)


def _full(replay: Replay, times: list[tuple[int, int, str]]) -> list[Period]:
    return [(replay.date(first), replay.date(last), what) for first, last, what in times]
