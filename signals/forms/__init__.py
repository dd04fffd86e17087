"""The forms of the signal layer."""

from signals.forms.metric import MetricForm
from signals.forms.source import SourceForm

__all__ = ["MetricForm", "SourceForm"]
