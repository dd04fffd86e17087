"""One meeting from its opening to its decision, through the services of scorecards."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from initiatives.models import Initiative
from people.models import Function, Person
from sample_company.launches.replay import HEADS, OWNER
from scorecards import services
from scorecards.models import Meeting

Said = tuple[str, str, int]


@dataclass(frozen=True)
class Answers:
    """What the heads say: call, sentence and confidence by function; the functions that dissent, and commit all the same."""

    calls: dict[str, Said]
    default: Said | None = None
    dissents: dict[str, str] = field(default_factory=dict)

    def call_of(self, function: str) -> Said:
        """What the head of a function calls. Raises KeyError where nothing is said for it."""
        return self.calls.get(function) or self.default or self.calls[function]


class Room:
    """The meeting of an initiative at an instant. With a `clock` each act takes its time from there; else minutes pass."""

    def __init__(
        self,
        initiative: Initiative,
        people: dict[str, Person],
        at: datetime,
        question: str,
        *,
        number: int = 1,
        of: int = 4,
        clock: Callable[[], datetime] | None = None,
    ):
        self.initiative, self.people, self.at, self.clock = initiative, people, at, clock
        self.owner = people[OWNER]
        current = Meeting.objects.filter(initiative=initiative, decided_at__isnull=True).first()
        self.meeting = current or services.schedule_meeting(
            initiative=initiative,
            question=question,
            scheduled_for=at.replace(second=0, microsecond=0),
            of=of,
            by=self.owner,
            at=at - timedelta(days=6),
        )

    def later(self) -> datetime:
        """The instant of the next act."""
        self.at = self.clock() if self.clock else self.at + timedelta(minutes=3)
        return self.at

    def hold_meeting(self, drafts: Sequence[str], answers: Answers) -> None:
        """Open it; all come, call, write the one reading until it stands, and answer it. The fourth call reveals them all."""
        if not self.meeting.opened_at:
            services.open_meeting(meeting=self.meeting, by=self.owner, at=self.later())
        heads = {function: self.people[HEADS[function]] for function in Function.values}
        for head in heads.values():
            services.mark_present(meeting=self.meeting, by=head, at=self.later())
        for function, head in heads.items():
            call, sentence, confidence = answers.call_of(function)
            services.make_call(
                meeting=self.meeting, call=call, sentence=sentence, confidence=confidence, by=head, at=self.later()
            )
        for text in drafts:
            services.interpret(meeting=self.meeting, text=text, by=self.owner, at=self.later())
        for function, head in heads.items():
            if function in answers.dissents:
                text = answers.dissents[function]
                services.dissent(meeting=self.meeting, text=text, commits=True, by=head, at=self.later())
            else:
                services.agree(meeting=self.meeting, by=head, at=self.later())

    def go(self) -> None:
        """The owner decides GO."""
        services.decide_go(meeting=self.meeting, by=self.owner, at=self.later())

    def hold(self, until: datetime, conditions: Sequence[services.ConditionDraft]) -> None:
        """The owner decides HOLD until an instant, under conditions."""
        services.decide_hold(meeting=self.meeting, until=until, conditions=conditions, by=self.owner, at=self.later())
