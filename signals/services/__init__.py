"""Every write of the signal layer that spans rows or rules."""

from signals.services.joins import confirm_join, reject_join, undo_join
from signals.services.metrics import define_metric, entry_of, sign_definition
from signals.services.sources import pause_source, request_pull, resume_source, save_source

__all__ = [
    "confirm_join",
    "define_metric",
    "entry_of",
    "pause_source",
    "reject_join",
    "request_pull",
    "resume_source",
    "save_source",
    "sign_definition",
    "undo_join",
]
