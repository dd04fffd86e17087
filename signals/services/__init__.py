"""Every write of the signal layer that spans rows or rules."""

from signals.services.metrics import define_metric, entry_of, sign_definition

__all__ = ["define_metric", "entry_of", "sign_definition"]
