"""The doors through which audits change: keyword-only, one transaction each, refusals as sentences."""

from audits.services.answers import Saved, annotate_row, confirm_row, save_answer
from audits.services.documents import close_audits, freeze_document
from audits.services.follow_ups import add_missing, follow_up, start_charter
from audits.services.interviews import add_quote, answer_consent, move_interview, record_interview
from audits.services.links import ask_people
from audits.services.start import add_people, start_audit, take_rows
from audits.services.unlogged import add_unlogged

__all__ = [
    "Saved",
    "add_missing",
    "add_people",
    "add_quote",
    "add_unlogged",
    "annotate_row",
    "answer_consent",
    "ask_people",
    "close_audits",
    "confirm_row",
    "follow_up",
    "freeze_document",
    "move_interview",
    "record_interview",
    "save_answer",
    "start_audit",
    "start_charter",
    "take_rows",
]
