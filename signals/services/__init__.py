"""Every write of the signal layer that spans rows or rules."""

from signals.services.joins import confirm_join, reject_join, undo_join
from signals.services.metrics import agree_on, define_metric, entry_of, sign_definition
from signals.services.sources import pause_source, request_pull, resume_source, save_source
from signals.services.webhooks import add_webhook, send_again, switch_webhook

__all__ = [
    "add_webhook",
    "agree_on",
    "confirm_join",
    "define_metric",
    "entry_of",
    "pause_source",
    "reject_join",
    "request_pull",
    "resume_source",
    "save_source",
    "send_again",
    "sign_definition",
    "switch_webhook",
    "undo_join",
]
