"""The audit, its people and rows, what was answered and said, and the frozen document."""

from audits.models.answer import Annotation, Answer, Confirmation, Verdict
from audits.models.audit import DAYS, Audit
from audits.models.calendar import CalendarPeriod
from audits.models.document import Document
from audits.models.follow_up import FollowUp
from audits.models.interview import Consent, Interview, Quote
from audits.models.row import Participant, Row
from audits.models.unlogged import UnloggedHandoff

__all__ = [
    "DAYS",
    "Annotation",
    "Answer",
    "Audit",
    "CalendarPeriod",
    "Confirmation",
    "Consent",
    "Document",
    "FollowUp",
    "Interview",
    "Participant",
    "Quote",
    "Row",
    "UnloggedHandoff",
    "Verdict",
]
