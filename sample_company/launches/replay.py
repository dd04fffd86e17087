"""Replaying a launch: the services of initiatives, with days counted from the launch's scope lock."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from initiatives import services
from initiatives.models import Deliverable, Handoff, Initiative, Reason, ReasonKind
from people.models import Function, Person
from sample_company.story.days import Days

HEADS: dict[str, str] = {
    Function.PRODUCT: "Dana Okafor",
    Function.MARKETING: "Luis Ferreira",
    Function.CREATIVE: "Mei Tanaka",
    Function.SALES: "Tom Halvorsen",
}
OWNER = "Priya Raman"


@dataclass
class Replay:
    """One launch being replayed: `lock` is the day of its scope lock, counted from the anchor; `hour` that of all its acts."""

    initiative: Initiative
    people: dict[str, Person]
    days: Days
    lock: int
    hour: float

    def at(self, day: float, hours: float = 0.0) -> datetime:
        """The instant `day` days and `hours` hours after the scope lock, at the same hour of the company's day."""
        whole = int(day // 1)
        return self.days.at(self.lock + whole, self.hour) + timedelta(days=day - whole, hours=hours)

    def date(self, day: int) -> date:
        """The date `day` days after the scope lock."""
        return self.days.date(self.lock + day)

    def charter(self, day: float, mandate: str, rights: dict[str, str], reservations: dict[str, str]) -> None:
        """The CEO names the owner; the heads acknowledge over the next three days."""
        charter = services.name_owner(
            initiative=self.initiative,
            owner=self.people[OWNER],
            mandate=mandate,
            rights=rights,
            by=self.people["Ingrid Solberg"],
            at=self.at(day),
        )
        for place, (function, name) in enumerate(HEADS.items()):
            reservation = reservations.get(function, "")
            services.acknowledge_charter(
                charter=charter, reservation=reservation, by=self.people[name], at=self.at(day, 3 + 20 * place)
            )

    def deliverable(
        self, name: str, function: str, needed: float, planned: tuple[int, int], after: tuple[Deliverable, ...] = ()
    ) -> Deliverable:
        """A piece of the arc, needed from a day on; `planned` are its first and last day."""
        return services.add_deliverable(
            initiative=self.initiative,
            name=name,
            function=function,
            needed_from=self.at(needed),
            planned_start=self.date(planned[0]),
            planned_finish=self.date(planned[1]),
            depends_on=after,
            by=self.people["Anita Rao"],
            at=self.initiative.created_at + timedelta(hours=1),
        )

    def held(self, deliverable: Deliverable, name: str, day: float) -> None:
        """Somebody holds a deliverable from a day on."""
        services.name_holder(deliverable=deliverable, person=self.people[name], by=self.people[OWNER], at=self.at(day))

    def worked(self, deliverable: Deliverable, start: float, finish: float | None = None) -> None:
        """Work on it starts, and is finished."""
        by = self.people[OWNER]
        services.start_deliverable(deliverable=deliverable, by=by, at=self.at(start))
        if finish is not None:
            services.finish_deliverable(deliverable=deliverable, by=by, at=self.at(finish))

    def offered(
        self, deliverable: Deliverable, sides: tuple[str, str], at: datetime, done: str, within: timedelta, **fields
    ) -> Handoff:
        """One person offers to another, who has `within` of calendar time to answer."""
        return services.offer_handoff(
            deliverable=deliverable,
            receiver=self.people[sides[1]],
            acceptance_criteria=done,
            answer_by=at + within,
            by=self.people[sides[0]],
            at=at,
            **fields,
        )

    def accepted(self, handoff: Handoff, at: datetime, work: timedelta | None = None) -> None:
        """The receiver accepts; with `work`, starts an hour later and is done after that long."""
        by = handoff.receiver
        services.accept_handoff(handoff=handoff, by=by, at=at)
        if work is not None:
            services.start_work(handoff=handoff, by=by, at=at + timedelta(hours=1))
            services.finish_work(handoff=handoff, by=by, at=at + timedelta(hours=1) + work)

    def rejected(self, handoff: Handoff, at: datetime, code: str, comment: str = "") -> None:
        """The receiver turns it down, with a reason."""
        reason = Reason.objects.get(kind=ReasonKind.HANDOFF, code=code)
        services.reject_handoff(handoff=handoff, reason=reason, comment=comment, by=handoff.receiver, at=at)

    def said(self, day: float, text: str, name: str = OWNER) -> None:
        """A progress update."""
        services.post_update(initiative=self.initiative, text=text, by=self.people[name], at=self.at(day, 2))

    def action(self, day: float, text: str, name: str, due: int, done: float | None = None) -> None:
        """An action item of one person, perhaps done."""
        by = self.people[OWNER]
        item = services.add_action_item(
            initiative=self.initiative, text=text, person=self.people[name], due=self.date(due), by=by, at=self.at(day)
        )
        if done is not None:
            services.finish_action_item(action_item=item, by=self.people[name], at=self.at(done))


def begin(people: dict[str, Person], days: Days, lock: int, hour: float, created: int, words: dict, market: int) -> Replay:
    """Start a launch `created` days before its scope lock, planned to reach the market `market` days after it."""
    replay = Replay(Initiative(), people, days, lock, hour)
    replay.initiative = services.create_initiative(
        **words,
        currency="USD",
        revenue_due=replay.date(market + 100),
        planned_in_market_on=replay.date(market),
        by=people["Anita Rao"],
        at=replay.at(-created),
    )
    return replay
