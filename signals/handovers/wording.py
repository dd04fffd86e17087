"""What the analysis of an event log says, in sentences that a manager would act on; and its matrix as a grid. Pure."""

from dataclasses import dataclass
from datetime import timedelta

from revenue_arc import words
from signals.handovers.found import Analysis, Matrix, Pair

SHOWN = 12
PAIRS_SHOWN = 25
OFTEN = 20
MANY = 5
UNEVEN = 0.3
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Grid:
    """The matrix of those who hand over most: its names, a row of counts for each, and how many names are left out."""

    names: list[str]
    rows: list[tuple[str, list[int]]]
    left_out: int


def grid_of(matrix: Matrix) -> Grid:
    """The square of the dozen names with the most handovers; the file has all."""
    names, counts = matrix.names[:SHOWN], {(pair.sender, pair.receiver): pair.count for pair in matrix.pairs}
    rows = [(sender, [counts.get((sender, receiver), 0) for receiver in names]) for sender in names]
    return Grid(names, rows, len(matrix.names) - len(names))


def pairs_of(matrix: Matrix) -> list[Pair]:
    """Where time passes: those that happened at least MANY times, most time in all first, before those that hardly did."""
    return sorted(matrix.handovers, key=lambda pair: (pair.count < MANY, -pair.waited))[:PAIRS_SHOWN]


def sentences_of(analysis: Analysis, matrix: Matrix) -> list[str]:
    """The headline first: where to start; then how the waiting is spread, what goes back, what stops, what names nobody."""
    found = [_costliest(matrix), _spread(matrix), _slowest(matrix), _returned(matrix), _stopped(analysis)]
    return [sentence for sentence in [*found, *_nobody(analysis, matrix)] if sentence]


def _spread(matrix: Matrix) -> str:
    tail = matrix.tail
    if not tail or not tail.slow or not tail.p90:
        return ""
    told = f"Half of {words.counted(matrix.number, 'handover')} are taken up within {_span(tail.median)}"
    told += f", nine in ten within {_span(tail.p90)}."
    if tail.share < UNEVEN:
        return told
    return f"{told} The slowest tenth makes up {_share(tail.share, 1)} of all the waiting: go through these cases first."


def _costliest(matrix: Matrix) -> str:
    pair, total = matrix.costliest(OFTEN), sum(each.waited.total_seconds() for each in matrix.handovers)
    if not pair or not total:
        return ""
    told = (
        f"Start with {pair.sender} to {pair.receiver}: {_share(pair.waited.total_seconds(), total)} of all the waiting lies"
        f" there, over {words.counted(pair.count, 'handover')}"
    )
    if pair.count < OFTEN or pair.p90 == pair.median:
        return f"{told}."
    return f"{told}; half wait up to {_span(pair.median)}, one in ten longer than {_span(pair.p90)}."


def _slowest(matrix: Matrix) -> str:
    pair = matrix.slowest(OFTEN)
    if not pair or not pair.median or pair.count < OFTEN or pair == matrix.costliest(OFTEN):
        return ""
    return (
        f"{pair.sender} to {pair.receiver} is slow as a rule, not now and then: half of {pair.count:,} waited longer than"
        f" {_span(pair.median)}. Agree a time to answer between the two."
    )


def _returned(matrix: Matrix) -> str:
    if not matrix.returned_most:
        return ""
    one, other, number = matrix.returned_most
    told = f"{_share(matrix.returned, matrix.number)} of the handovers went straight back"
    if number < MANY:
        return f"{told}, between no two as often as {MANY} times."
    return (
        f"{told}, most often from {one} to {other} and back to {one} ({number:,}):"
        " say what “done” means before it is handed over."
    )


def _stopped(analysis: Analysis) -> str:
    if not analysis.stops:
        return ""
    first = analysis.stops[0]
    number, share = words.counted(analysis.end_nowhere, "case"), _share(analysis.end_nowhere, analysis.cases)
    stop = "stops" if analysis.end_nowhere == 1 else "stop"
    return (
        f"{number} of {analysis.cases:,} ({share}) {stop} at a step after which most go on, most often “{first.activity}”"
        f" ({first.cases:,} of the {first.reached:,} that reach it). If that is no end, somebody should take them up again."
    )


def _nobody(analysis: Analysis, matrix: Matrix) -> list[str]:
    """That steps name nobody: those without a name, and those whose name is none."""
    told = []
    if analysis.without_resource:
        activity, number = analysis.unnamed[0]
        share = _share(analysis.without_resource, analysis.steps)
        told.append(f"{share} of the steps name nobody, most often “{activity}” ({number:,}).")
    told += [
        f"{_share(number, analysis.steps)} of the steps are by “{name}”, which names nobody: find out who does them."
        for name, number in matrix.nameless
    ]
    return told


def _span(span: timedelta) -> str:
    """A length of time; what is under a minute is one."""
    return words.duration(max(span, MINUTE))


def _share(part: float, whole: float) -> str:
    """A share in percent; what is there and rounds to nothing is said so."""
    share = part / whole
    return f"{share:.0%}" if share >= 0.005 else "less than 1%"
