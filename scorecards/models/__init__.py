"""The decision and everything it stands on."""

from scorecards.models.brief import Brief
from scorecards.models.call import Agreement, Call, Interpretation, Verdict
from scorecards.models.decision import Comparator, Condition, Decision, Waiver
from scorecards.models.meeting import Meeting, RequiredReading
from scorecards.models.room import Delegate, Presence

__all__ = [
    "Agreement",
    "Brief",
    "Call",
    "Comparator",
    "Condition",
    "Decision",
    "Delegate",
    "Interpretation",
    "Meeting",
    "Presence",
    "RequiredReading",
    "Verdict",
    "Waiver",
]
