"""What an audit asks: the questions, the answers that each offers, and of whom each is asked. Pure.

A question is asked of a row (one deliverable, or one handoff of it), of a function, or of the audit as a whole.
"""

from dataclasses import dataclass

from django.db import models


class Section(models.TextChoices):
    """The parts of the task list, in their order."""

    ARC = "arc", "The arc"
    WALK = "walk", "Who held each deliverable"
    HANDOFFS = "handoffs", "The handoffs"
    INTERVIEWS = "interviews", "Interviews"
    MEASURES = "measures", "What each function measured"
    CALENDARS = "calendars", "Calendars"
    CONFIRM = "confirm", "Both sides read their rows"


class Question(models.TextChoices):
    """One question a page."""

    ARC = "arc", "Is this everything that the arc needed?"
    HELD = "held", "Who held it?"
    PROMISED = "promised", "What was promised?"
    ARRIVED = "arrived", "What arrived?"
    MISSING = "missing", "What was missing?"
    MEASURED = "measured", "What did the function measure?"
    PAID = "paid", "What was the function paid on?"
    CALENDAR = "calendar", "When was its calendar full?"


class Choice(models.TextChoices):
    """What can be answered; “I do not know” is an answer everywhere."""

    AS_SHOWN = "as_shown", "It is as shown"
    OTHER = "other", "Somebody else held it for a time"
    NOBODY = "nobody", "Nobody held it for a time"
    ALL = "all", "All of it"
    PART = "part", "Part of it"
    NOTHING = "nothing", "Nothing"
    COMPLETE = "complete", "Yes, this is everything"
    INCOMPLETE = "incomplete", "No, something was needed that is not here"
    DATES = "dates", "It was full at these times"
    NONE = "none", "There was no such time"
    WORDS = "words", "In my words"
    UNKNOWN = "unknown", "I do not know"


@dataclass(frozen=True)
class Asked:
    """How one question is put: its section, of what it is asked, the answers on offer, what needs words, dates, periods."""

    section: Section
    of: str
    choices: tuple[Choice, ...]
    needs_words: tuple[Choice, ...] = ()
    needs_dates: tuple[Choice, ...] = ()
    needs_periods: tuple[Choice, ...] = ()


ASKED: dict[Question, Asked] = {
    Question.ARC: Asked(
        Section.ARC, "audit", (Choice.COMPLETE, Choice.INCOMPLETE, Choice.UNKNOWN), needs_words=(Choice.INCOMPLETE,)
    ),
    Question.HELD: Asked(
        Section.WALK,
        "deliverable",
        (Choice.AS_SHOWN, Choice.OTHER, Choice.NOBODY, Choice.UNKNOWN),
        needs_dates=(Choice.OTHER, Choice.NOBODY),
    ),
    Question.PROMISED: Asked(
        Section.HANDOFFS, "handoff", (Choice.AS_SHOWN, Choice.WORDS, Choice.UNKNOWN), needs_words=(Choice.WORDS,)
    ),
    Question.ARRIVED: Asked(
        Section.HANDOFFS, "handoff", (Choice.ALL, Choice.PART, Choice.NOTHING, Choice.UNKNOWN), needs_words=(Choice.PART,)
    ),
    Question.MISSING: Asked(Section.HANDOFFS, "handoff", (Choice.WORDS, Choice.UNKNOWN), needs_words=(Choice.WORDS,)),
    Question.MEASURED: Asked(
        Section.MEASURES, "function", (Choice.AS_SHOWN, Choice.WORDS, Choice.UNKNOWN), needs_words=(Choice.WORDS,)
    ),
    Question.PAID: Asked(Section.MEASURES, "function", (Choice.WORDS, Choice.UNKNOWN), needs_words=(Choice.WORDS,)),
    Question.CALENDAR: Asked(
        Section.CALENDARS,
        "function",
        (Choice.DATES, Choice.NONE, Choice.UNKNOWN),
        needs_periods=(Choice.DATES,),
    ),
}
CALENDARS = {"product": "sprint", "marketing": "campaign", "creative": "backlog", "sales": "quota period"}


def questions_of(of: str) -> list[Question]:
    """The questions asked of an audit, a deliverable, a handoff or a function, in their order."""
    return [question for question, asked in ASKED.items() if asked.of == of]
