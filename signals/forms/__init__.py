"""The forms of the signal layer."""

from signals.forms.metric import MetricForm
from signals.forms.source import SourceForm
from signals.forms.webhook import WebhookForm

__all__ = ["MetricForm", "SourceForm", "WebhookForm"]
