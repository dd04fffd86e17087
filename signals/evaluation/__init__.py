"""What a definition says of the rows that were pulled: the only SQL that computes readings. It runs in the worker."""

from signals.evaluation.evaluate import evaluate
from signals.evaluation.evaluated import Asked, Evaluated

__all__ = ["Asked", "Evaluated", "evaluate"]
