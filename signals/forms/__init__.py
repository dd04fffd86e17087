"""The forms of the signal layer."""

from signals.forms.columns import ColumnsForm
from signals.forms.connection import ConnectionForm
from signals.forms.files import FilesForm
from signals.forms.intake import SigningForm
from signals.forms.lifecycle import BackfillForm, DeleteForm, ReconnectForm
from signals.forms.log import LogForm
from signals.forms.metric import MetricForm
from signals.forms.saving import SaveForm
from signals.forms.source import SourceForm
from signals.forms.streams import DESCRIBED_BY, FileForm, PickForm
from signals.forms.webhook import WebhookForm

__all__ = [
    "DESCRIBED_BY",
    "BackfillForm",
    "ColumnsForm",
    "ConnectionForm",
    "DeleteForm",
    "FileForm",
    "FilesForm",
    "LogForm",
    "MetricForm",
    "PickForm",
    "ReconnectForm",
    "SaveForm",
    "SigningForm",
    "SourceForm",
    "WebhookForm",
]
