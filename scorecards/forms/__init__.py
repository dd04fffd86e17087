"""What people fill in about a decision. Each form is carried out by the service of the same act."""

from scorecards.forms.conditions import ConditionForm, GoForm, HoldForm, NogoForm
from scorecards.forms.room import AgreeForm, CallForm, DelegateForm, DissentForm, InterpretForm, RoomForm, WaiveForm
from scorecards.forms.schedule import ReadingsForm, ScheduleForm

__all__ = [
    "AgreeForm",
    "CallForm",
    "ConditionForm",
    "DelegateForm",
    "DissentForm",
    "GoForm",
    "HoldForm",
    "InterpretForm",
    "NogoForm",
    "ReadingsForm",
    "RoomForm",
    "ScheduleForm",
    "WaiveForm",
]
