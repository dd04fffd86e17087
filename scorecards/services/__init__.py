"""Everything that changes a meeting: each function locks it, checks the rules, and moves its revision."""

from scorecards.services.calls import make_call, reveal
from scorecards.services.conditions import meet_condition, tick_conditions
from scorecards.services.decisions import ConditionDraft, decide_go, decide_hold, decide_nogo
from scorecards.services.interpretations import agree, dissent, interpret
from scorecards.services.meetings import choose_readings, open_meeting, reschedule_meeting, schedule_meeting
from scorecards.services.room import leave_room, mark_present, name_delegate
from scorecards.services.waivers import ask_waiver, grant_waiver

__all__ = [
    "ConditionDraft",
    "agree",
    "ask_waiver",
    "choose_readings",
    "decide_go",
    "decide_hold",
    "decide_nogo",
    "dissent",
    "grant_waiver",
    "interpret",
    "leave_room",
    "make_call",
    "mark_present",
    "meet_condition",
    "name_delegate",
    "open_meeting",
    "reschedule_meeting",
    "reveal",
    "schedule_meeting",
    "tick_conditions",
]
