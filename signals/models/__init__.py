"""The signal layer's tables: sources and their pulls, the shared schema, and what is computed from it."""

from signals.models.arrival import Arrival, Intake
from signals.models.coverage import Coverage, NameComparison, PartyRecords
from signals.models.draft import SourceDraft
from signals.models.holder import Resource, WorkLink
from signals.models.look import Look, Touched
from signals.models.metric import Definition, Direction, Metric, Signature
from signals.models.part import Part, PartAlias
from signals.models.party import Party, PartyKey, PartyLink
from signals.models.pull import Pull, RawPage, Record, Reject
from signals.models.reading import Reading
from signals.models.signal import Rollup, RollupDue, Signal
from signals.models.source import Source, Stream
from signals.models.work import StatusCategory, Work, WorkEvent

__all__ = [
    "Arrival",
    "Coverage",
    "Definition",
    "Direction",
    "Intake",
    "Look",
    "Metric",
    "NameComparison",
    "Part",
    "PartAlias",
    "Party",
    "PartyKey",
    "PartyLink",
    "PartyRecords",
    "Pull",
    "RawPage",
    "Reading",
    "Record",
    "Reject",
    "Resource",
    "Rollup",
    "RollupDue",
    "Signal",
    "Signature",
    "Source",
    "SourceDraft",
    "StatusCategory",
    "Stream",
    "Touched",
    "Work",
    "WorkEvent",
    "WorkLink",
]
