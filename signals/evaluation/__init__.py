"""What a definition says of the rows that were pulled: the only SQL that computes readings. It runs in the worker."""

from signals.evaluation.evaluate import evaluate
from signals.evaluation.evaluated import Asked, Evaluated
from signals.evaluation.records import Part, Row, parts_of, place_of, rows_behind
from signals.evaluation.selecting import Scope

__all__ = ["Asked", "Evaluated", "Part", "Row", "Scope", "evaluate", "parts_of", "place_of", "rows_behind"]
