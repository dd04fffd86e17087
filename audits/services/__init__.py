"""The doors through which audits change: keyword-only, one transaction each, refusals as sentences."""

from audits.services.answers import Saved, annotate_row, confirm_row, save_answer
from audits.services.follow_ups import add_missing, follow_up
from audits.services.interviews import add_quote, answer_consent, record_interview
from audits.services.links import ask_people
from audits.services.start import add_people, start_audit, take_rows

__all__ = [
    "Saved",
    "add_missing",
    "add_people",
    "add_quote",
    "annotate_row",
    "answer_consent",
    "ask_people",
    "confirm_row",
    "follow_up",
    "record_interview",
    "save_answer",
    "start_audit",
    "take_rows",
]
