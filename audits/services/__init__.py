"""The doors through which audits change: keyword-only, one transaction each, refusals as sentences."""

from audits.services.answers import Saved, annotate_row, confirm_row, save_answer
from audits.services.interviews import add_quote, answer_consent, record_interview
from audits.services.start import add_people, start_audit, take_rows

__all__ = [
    "Saved",
    "add_people",
    "add_quote",
    "annotate_row",
    "answer_consent",
    "confirm_row",
    "record_interview",
    "save_answer",
    "start_audit",
    "take_rows",
]
