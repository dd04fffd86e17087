"""How long a handoff has waited, or may still wait, in words."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from initiatives.models import Answer, Handoff
from initiatives.working_hours import WorkingHours
from revenue_arc import words

SOON = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Timer:
    """A handoff's state as the chips know it (dark, hold, go, nogo, plain) and its words."""

    state: str
    text: str


def timer_of(handoff: Handoff, now: datetime) -> Timer:
    """Dark time counts from the offer, in calendar time; what is left counts to the answer that is due."""
    if handoff.is_open:
        if since := handoff.dark_since(now):
            return Timer("dark", f"Dark {words.duration(now - since)}")
        left = handoff.answer_by - now
        return Timer("hold" if left < SOON else "go", f"{words.duration(left)} left")
    if handoff.answer == Answer.REJECTED:
        return Timer("nogo", "Rejected")
    if handoff.answer == Answer.WITHDRAWN:
        return Timer("plain", "Withdrawn")
    if handoff.answer == Answer.SPLIT:
        return Timer("plain", "Answered in parts")
    return (
        Timer("go", "Accepted, late" if handoff.late(now) else "Accepted") if not handoff.finished else Timer("go", "Finished")
    )


def clocks_of(handoff: Handoff, now: datetime, hours: WorkingHours) -> str:
    """Both clocks of an open offer: the working time that its window counts, and calendar time, which dark time counts."""
    if since := handoff.dark_since(now):
        return f"{_worked(hours.between(since, now))}, {words.duration(now - since)} calendar"
    until = handoff.answer_by
    left = f"{_worked(hours.between(now, until))}, {words.duration(until - now)} calendar"
    if hours.works_at(now) or not (opens := hours.next_opening(now)):
        return left
    when = f"{words.day(opens).split()[0]} {timezone.localtime(opens):%H:%M}"
    return f"{left}; clock stands until {when}" if opens < until else f"{left}; over before work opens {when}"


def _worked(span: timedelta) -> str:
    """A length of working time; a window that lies wholly on days off has none."""
    return f"{words.hours(span)} working" if span else "no working time"


def headline(waiting: list[Handoff], now: datetime) -> str:
    """What waits, darkest first, in a sentence; blank where nothing does."""
    if not waiting:
        return ""
    first = waiting[0]
    if since := first.dark_since(now):
        return f"{len(waiting)} to answer. The oldest has been dark for {_unbroken(now - since)}."
    return f"{len(waiting)} to answer. The next answer is due in {_unbroken(first.answer_by - now)}."


def _unbroken(span: timedelta) -> str:
    """A duration that stays on one line."""
    return words.duration(span).replace(" ", "\u00a0")
