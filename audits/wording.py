"""What an audit asks, in words. Pure."""

from audits.asking import Item
from audits.questions import CALENDARS, Question
from initiatives.models import Initiative


def heading(item: Item, initiative: Initiative) -> str:
    """The question as it stands on its page."""
    about = item.subject
    return {
        Question.ARC: f"Is this everything that {initiative} needed?",
        Question.HELD: f"Who held {about}?",
        Question.PROMISED: f"What was promised with “{about}”?",
        Question.ARRIVED: f"What arrived of “{about}”?",
        Question.MISSING: f"What was missing from “{about}”?",
        Question.MEASURED: f"What did {about} measure on this launch?",
        Question.PAID: f"What were the people of {about} paid on?",
        Question.CALENDAR: f"When was the {calendar(item)} of {about} full?",
    }[item.question]


def hint(item: Item) -> str:
    """What a good answer holds, in a sentence."""
    return {
        Question.ARC: "Look down the list: somebody has to hold each of these, or it goes dark.",
        Question.HELD: "Where you remember it otherwise, name one person, or nobody, and the first and the last day.",
        Question.PROMISED: "What “done” was to mean when it was handed over.",
        Question.ARRIVED: "Against what was promised.",
        Question.MISSING: "What you had to ask for, or to do yourself. Name handoffs, systems and definitions, not people.",
        Question.MEASURED: "The numbers that the function reported while the launch was under way.",
        Question.PAID: "What a bonus, a commission or a review hung on.",
        Question.CALENDAR: "The days in which it could take nothing new. The document shows where calendars clash.",
    }[item.question]


def calendar(item: Item) -> str:
    """What the function's own calendar turns on: sprint, campaign, backlog, quota period."""
    return CALENDARS.get(item.of, "calendar") if isinstance(item.of, str) else "calendar"
