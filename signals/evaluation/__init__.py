"""What a definition says of the rows that were pulled: the only SQL that computes readings. It runs in the worker."""

from signals.evaluation.counted import Counted, Step, counted, is_of_work, left_out_at, unresolved
from signals.evaluation.evaluate import evaluate
from signals.evaluation.evaluated import Asked, Evaluated
from signals.evaluation.records import After, Part, Row, parts_of, place_of, rows_behind
from signals.evaluation.selecting import Scope
from signals.evaluation.tallies import level_window

__all__ = [
    "After",
    "Asked",
    "Counted",
    "Evaluated",
    "Part",
    "Row",
    "Scope",
    "Step",
    "counted",
    "evaluate",
    "is_of_work",
    "left_out_at",
    "level_window",
    "parts_of",
    "place_of",
    "rows_behind",
    "unresolved",
]
