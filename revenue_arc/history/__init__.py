"""The append-only history: who changed what, and when. Database triggers write it; this package reads it, with its authors."""

from revenue_arc.history.changes import Change, changes_of
from revenue_arc.history.recording import RecordedTask, recorded_command
from revenue_arc.history.words import FieldChange

__all__ = ["Change", "FieldChange", "RecordedTask", "changes_of", "recorded_command"]
