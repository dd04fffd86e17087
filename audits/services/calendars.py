"""The times in which a calendar was full: the whole list at once, as its author has it now."""

from collections.abc import Iterable
from datetime import date

from audits.models import Answer, CalendarPeriod

Period = tuple[date, date, str]


def told(periods: Iterable[Period]) -> list[Period]:
    """The periods in order, each once."""
    return sorted({(starts_on, ends_on, text.strip()) for starts_on, ends_on, text in periods})


def kept(answer: Answer) -> list[Period]:
    """What an answer has of them; none where it is new."""
    return [] if answer._state.adding else [period.as_told for period in answer.periods.all()]


def keep_periods(answer: Answer, periods: list[Period]) -> None:
    """Make these the periods of the answer: rows are changed before any is added or removed. Raises ValidationError."""
    old = [period for period in answer.periods.all() if period.as_told not in periods]
    known = kept(answer)
    new = [period for period in periods if period not in known]
    for spare in old[len(new) :]:
        spare.delete()
    rows = old[: len(new)] + [CalendarPeriod(answer=answer) for _ in new[len(old) :]]
    for row, (starts_on, ends_on, text) in zip(rows, new, strict=True):
        row.starts_on, row.ends_on, row.text = starts_on, ends_on, text
        row.full_clean()
        row.save()
