"""Initiative, charter, deliverable, holding, handoff, and what goes with them."""

from initiatives.models.action import ActionItem, ProgressUpdate
from initiatives.models.baseline import Baseline, EndPointMove
from initiatives.models.charter import Acknowledgement, Charter, CharterRight, Right
from initiatives.models.claim import SystemClaim
from initiatives.models.correction import HandoffCorrection, Instant
from initiatives.models.delegation import Delegation
from initiatives.models.deliverable import Deliverable, Dependency
from initiatives.models.handoff import Answer, Handoff
from initiatives.models.holding import Holding, Origin
from initiatives.models.initiative import Initiative
from initiatives.models.item import HandoffItem
from initiatives.models.pending import PendingAnswer
from initiatives.models.reason import Reason, ReasonKind

__all__ = [
    "Acknowledgement",
    "ActionItem",
    "Answer",
    "Baseline",
    "Charter",
    "CharterRight",
    "Delegation",
    "Deliverable",
    "Dependency",
    "EndPointMove",
    "Handoff",
    "HandoffCorrection",
    "HandoffItem",
    "Holding",
    "Initiative",
    "Instant",
    "Origin",
    "PendingAnswer",
    "ProgressUpdate",
    "Reason",
    "ReasonKind",
    "Right",
    "SystemClaim",
]
