"""What the analysis of an event log says, in sentences that a manager would act on; and its matrix as a grid. Pure."""

from dataclasses import dataclass

from revenue_arc import words
from signals.handovers.analysis import Analysis, Matrix

SHOWN = 12
OFTEN = 20


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


def sentences_of(analysis: Analysis, matrix: Matrix) -> list[str]:
    """The headline first: where time passes between two; then what is slow, what goes back, what ends, what names nobody."""
    found = [_costliest(matrix), _slowest(matrix), _returned(matrix)]
    if analysis.end_nowhere:
        activity, number = analysis.ended[0]
        share = _share(analysis.end_nowhere, analysis.cases)
        found.append(
            f"{words.counted(analysis.end_nowhere, 'case')} of {analysis.cases:,} ({share})"
            f" {_ends(analysis.end_nowhere)} nowhere, most often after “{activity}” ({number:,})."
            " Somebody should close them or take them up again."
        )
    if analysis.without_resource:
        activity, number = analysis.unnamed[0]
        share = _share(analysis.without_resource, analysis.steps)
        found.append(f"{share} of the steps name nobody, most often “{activity}” ({number:,}).")
    return [sentence for sentence in found if sentence]


def _costliest(matrix: Matrix) -> str:
    pair, total = matrix.costliest(), sum(each.waited.total_seconds() for each in matrix.handovers)
    if not pair or not total:
        return ""
    return (
        f"Start with {pair.sender} to {pair.receiver}: {_share(pair.waited.total_seconds(), total)} of all the time between"
        f" handing over and the next step passes there, over {words.counted(pair.count, 'handover')}."
    )


def _slowest(matrix: Matrix) -> str:
    pair = matrix.slowest(OFTEN)
    if not pair or not pair.median:
        return ""
    return (
        f"Of those that happened at least {OFTEN} times, {pair.sender} to {pair.receiver} waits longest:"
        f" half within {words.duration(pair.median)}, nine in ten within {words.duration(pair.p90)}."
    )


def _returned(matrix: Matrix) -> str:
    if not matrix.returned_most:
        return ""
    one, other, number = matrix.returned_most
    return (
        f"{_share(matrix.returned, matrix.number)} of the handovers went straight back, most often from {one} to {other}"
        f" and back to {one} ({number:,})."
    )


def _share(part: float, whole: float) -> str:
    """A share in percent; what is there and rounds to nothing is said so."""
    share = part / whole
    return f"{share:.0%}" if share >= 0.005 else "less than 1%"


def _ends(number: int) -> str:
    return "ends" if number == 1 else "end"
