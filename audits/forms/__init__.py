"""The forms of the guided audit."""

from audits.forms.answer import AnswerForm
from audits.forms.calendar import CalendarForm
from audits.forms.interview import DayForm, InterviewForm, QuoteForm
from audits.forms.row import AnnotateForm, ConfirmForm, ConsentForm, FollowUpForm
from audits.forms.start import MissingForm, PeopleForm, StartForm
from audits.forms.unlogged import UnloggedForm

__all__ = [
    "AnnotateForm",
    "AnswerForm",
    "CalendarForm",
    "ConfirmForm",
    "ConsentForm",
    "DayForm",
    "FollowUpForm",
    "InterviewForm",
    "MissingForm",
    "PeopleForm",
    "QuoteForm",
    "StartForm",
    "UnloggedForm",
]
