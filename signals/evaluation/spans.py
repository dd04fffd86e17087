"""Durations and cohorts over many windows, computed from the lives of pieces of work."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from initiatives.working_hours import WorkingHours
from people.models import Company
from signals.definitions import Cohort, Duration
from signals.evaluation.evaluated import Asked
from signals.evaluation.moments import Life, lives
from signals.evaluation.selecting import Scope, midnight
from signals.readings import Point, median, rounded, share, state_of

HOUR = 3600
MICROSECOND = Decimal("1e-6")
Windows = Sequence[tuple[date, date]]
Clock = Callable[[datetime, datetime], Decimal]


def duration_points(spec: Duration, windows: Windows, scope: Scope, asked: Asked) -> list[Point]:
    """The median duration in each window; numerator and denominator: how many missed the target, of how many."""
    clock, found = _clock(spec, asked.unit), lives(spec, scope, *_stretch(windows))
    finished = {life.pk: clock(life.start, life.end) for life in found if life.end}
    points = []
    for window in windows:
        measured = _measured(spec, found, finished, window, asked.as_of, clock)
        points.append(_median_point([value for _, value in measured], asked))
    return points


def parts_of_duration(spec: Duration, window: tuple[date, date], scope: Scope, asked: Asked) -> list[dict[str, str]]:
    """The medians before and after the splitting moment, over the same work as the value."""
    clock, found = _clock(spec, asked.unit), lives(spec, scope, *_stretch([window]))
    until, waiting_to = _known_to(window, asked.as_of)
    waits = spec.unfinished == "so_far"
    counted = [life for life in found if _counts(spec, life, window) and (waits or (life.end and life.end <= until))]
    ends = {life.pk: life.end if life.end and life.end <= until else max(life.start, waiting_to) for life in counted}
    first = [clock(life.start, min(life.split or ends[life.pk], ends[life.pk])) for life in counted]
    second = [clock(life.split, ends[life.pk]) for life in counted if life.split and life.split <= ends[life.pk]]
    parts = zip(spec.split_names, (median(first), median(second)), strict=True)
    return [{"name": name, "value": f"{rounded(value):f}", "unit": asked.unit} for name, value in parts if value is not None]


def cohort_points(spec: Cohort, windows: Windows, scope: Scope) -> list[Point]:
    """Of what entered in each window, the share that had reached the later moment by the window's end."""
    settle = timedelta(days=spec.settle_days)
    shifted = [(start - settle, end - settle) for start, end in windows]
    found = lives(spec, scope, *_stretch(shifted))
    points = []
    for (start, last), (_, end) in zip(shifted, windows, strict=True):
        entered = [life for life in found if midnight(start) <= life.start < midnight(last)]
        points.append(share(sum(1 for life in entered if life.end and life.end < midnight(end)), len(entered)))
    return points


def _measured(spec, found: list[Life], finished, window, as_of: datetime, clock: Clock) -> list[tuple[int, Decimal]]:
    """Each piece of work that counts in the window, with its duration as it was known when the window ended."""
    until, waiting_to = _known_to(window, as_of)
    measured = []
    for life in found:
        if not _counts(spec, life, window):
            continue
        if life.end and life.end <= until:
            measured.append((life.pk, finished[life.pk]))
        elif spec.unfinished == "so_far":
            measured.append((life.pk, clock(life.start, max(life.start, waiting_to))))
    return measured


def _counts(spec: Duration, life: Life, window: tuple[date, date]) -> bool:
    counted = life.start if spec.counted_by == "start" else life.end
    return counted is not None and midnight(window[0]) <= counted < midnight(window[1])


def _known_to(window: tuple[date, date], as_of: datetime) -> tuple[datetime, datetime]:
    """Up to when a window is known; and the same to the hour, so that waiting alone changes a reading once an hour at most."""
    until = min(midnight(window[1]), as_of)
    return until, until.replace(minute=0, second=0, microsecond=0)


def _median_point(values: list[Decimal], asked: Asked) -> Point:
    if not values:
        return Point(None, why="no records")
    if asked.target is None:
        return Point(median(values), len(values))
    missed = sum(state_of(value, asked.target, None, asked.direction) == "off" for value in values)
    return Point(median(values), len(values), Decimal(missed), Decimal(len(values)))


def _clock(spec: Duration, unit: str) -> Clock:
    """How long from one instant to another, in the unit; a working day is as long as the company's."""
    hours = WorkingHours.of(Company.objects.ours()) if spec.clock == "working" else None
    day = hours.working_day if hours else timedelta(days=1)
    size = Decimal(HOUR) if unit == "h" else Decimal(int(day.total_seconds()))

    def measure(start: datetime, end: datetime) -> Decimal:
        span = hours.between(start, end) if hours else end - start
        return (Decimal(span // timedelta(microseconds=1)) * MICROSECOND) / size

    return measure


def _stretch(windows: Windows) -> tuple[datetime, datetime]:
    return midnight(min(start for start, _ in windows)), midnight(max(end for _, end in windows))
