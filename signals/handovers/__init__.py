"""Who hands to whom in an event log: the handover-of-work matrix, and what a manager would act on."""

from signals.handovers.analysis import analyse
from signals.handovers.found import Analysis, Matrix, Pair, Step
from signals.handovers.reading import handovers_of, steps_of
from signals.handovers.wording import Grid, grid_of, pairs_of, sentences_of

__all__ = [
    "Analysis",
    "Grid",
    "Matrix",
    "Pair",
    "Step",
    "analyse",
    "grid_of",
    "handovers_of",
    "pairs_of",
    "sentences_of",
    "steps_of",
]
