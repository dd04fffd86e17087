"""Each act of the room as a page of its own, which the screen opens in its drawer."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone
from django.views.decorators.http import require_http_methods

from revenue_arc import words
from revenue_arc.forms import ActForm
from revenue_arc.pages import render_page, see_other
from scorecards import access, services
from scorecards.forms import AgreeForm, CallForm, DelegateForm, DissentForm, InterpretForm, RoomForm, WaiveForm
from scorecards.models import Meeting
from scorecards.views.over import answer_over, what_happened


@dataclass(frozen=True)
class RoomAct:
    """One act: who may, what is filled in, what carries it out, and its words."""

    look_up: Callable[..., Meeting]
    form: type[RoomForm]
    service: Callable
    title: str
    lead: str
    button: str


ACTS = {
    "open": RoomAct(
        access.meeting_to_run,
        RoomForm,
        services.open_meeting,
        "Open the meeting",
        "The brief is frozen: values, definition versions, pulls, ages, and who owned what. It never changes afterwards.",
        "Freeze the brief and open",
    ),
    "present": RoomAct(
        access.meeting_to_speak_in,
        RoomForm,
        services.mark_present,
        "Come into the room",
        "You speak for your function in this meeting. A head who arrives takes over from the delegate.",
        "I am in the room",
    ),
    "leave": RoomAct(
        access.meeting_to_speak_in,
        RoomForm,
        services.leave_room,
        "Leave the room",
        "For a slip of the hand. Once your call is in, you stay in the room.",
        "I am not in the room",
    ),
    "delegate": RoomAct(
        access.meeting_to_head,
        DelegateForm,
        services.name_delegate,
        "Name a delegate",
        "Somebody who speaks for your function in this meeting, with its call and its answer to the one reading.",
        "Name the delegate",
    ),
    "call": RoomAct(
        access.meeting_to_speak_in,
        CallForm,
        services.make_call,
        "Make your call",
        "Sealed until all four are in, or until the owner reveals them. Nobody can read it before, the owner included.",
        "Seal my call",
    ),
    "interpret": RoomAct(
        access.meeting_to_interpret,
        InterpretForm,
        services.interpret,
        "The one reading of these signals",
        "One sentence that all four heads answer: they agree, or they dissent in writing.",
        "Put it to the heads",
    ),
    "agree": RoomAct(
        access.meeting_to_speak_in,
        AgreeForm,
        services.agree,
        "Do the signals say this?",
        "You answer for your function.",
        "I agree",
    ),
    "dissent": RoomAct(
        access.meeting_to_speak_in,
        DissentForm,
        services.dissent,
        "Dissent in writing",
        "Your dissent is shown beside the others' agreement, never averaged away.",
        "I dissent",
    ),
    "reveal": RoomAct(
        access.meeting_to_run,
        RoomForm,
        services.reveal,
        "Reveal the calls",
        "Everybody sees the calls that are in. The fourth call reveals them by itself.",
        "Reveal the calls",
    ),
    "waive": RoomAct(
        access.meeting_to_run,
        WaiveForm,
        services.ask_waiver,
        "Ask for a waiver",
        "To decide without something that is missing. A head, the COO or the CEO grants it; nobody grants their own.",
        "Ask for the waiver",
    ),
}


@require_http_methods(["GET", "POST"])
def act(request, pk, name):
    """Show one act, or do it and go back to the room."""
    now, doing = timezone.now(), ACTS[name]
    meeting = doing.look_up(request.user, pk, now)
    if happened := what_happened(meeting, name):
        return answer_over(request, meeting, happened, now)
    form = doing.form(request.POST if request.method == "POST" else None, meeting=meeting, by=request.user, at=now)
    if form.is_valid() and form.carry_out(doing.service, meeting=meeting, by=request.user, at=now):
        return see_other("scorecards:decision", meeting.initiative.slug)
    context = {
        "meeting": meeting,
        "initiative": meeting.initiative,
        "form": form,
        "act": doing,
        "name": name,
        "address": f"scorecards:{name}",
    }
    return render_page(request, "scorecards/act.html", context, partial="act")


@require_http_methods(["GET", "POST"])
def grant(request, pk):
    """Grant a waiver that somebody else asked for."""
    now = timezone.now()
    waiver = access.waiver_to_grant(request.user, pk, now)
    happened = f"{waiver.granted_by} granted this waiver." if waiver.granted_at else what_happened(waiver.meeting, "grant")
    if happened:
        return answer_over(request, waiver.meeting, happened, now)
    form = ActForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.carry_out(services.grant_waiver, waiver=waiver, by=request.user, at=now):
        return see_other("scorecards:decision", waiver.meeting.initiative.slug)
    context = {"meeting": waiver.meeting, "initiative": waiver.meeting.initiative, "form": form, "waiver": waiver}
    return render_page(request, "scorecards/grant.html", context, partial="act")


@require_http_methods(["GET", "POST"])
def meet(request, pk):
    """Say that a condition came true."""
    now = timezone.now()
    condition = access.condition_to_meet(request.user, pk, now)
    meeting = condition.decision.meeting
    if condition.met_at:
        return answer_over(request, meeting, f"“{condition.text}” is ticked since {words.instant(condition.met_at)}.", now)
    form = ActForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.carry_out(services.meet_condition, condition=condition, by=request.user, at=now):
        return see_other("scorecards:decision", meeting.initiative.slug)
    context = {"meeting": meeting, "initiative": meeting.initiative, "form": form, "condition": condition}
    return render_page(request, "scorecards/meet.html", context, partial="act")
