"""GO, HOLD or NO-GO."""

from collections.abc import Callable

from django.utils import timezone
from django.views.decorators.http import require_http_methods

from revenue_arc.pages import render_page, see_other
from scorecards import access, rules, services
from scorecards.forms import GoForm, HoldForm, NogoForm, RoomForm
from scorecards.fragments import content_of
from scorecards.room import room_of
from scorecards.views.over import answer_over, what_happened

OUTCOMES: dict[str, tuple[type[RoomForm], Callable]] = {
    "go": (GoForm, services.decide_go),
    "hold": (HoldForm, services.decide_hold),
    "nogo": (NogoForm, services.decide_nogo),
}


@require_http_methods(["GET", "POST"])
def decide(request, pk):
    """The three ways to decide; GO says what it still needs."""
    now = timezone.now()
    meeting = access.meeting_to_run(request.user, pk, now)
    if happened := what_happened(meeting, "decide"):
        return answer_over(request, meeting, happened, now)
    asked = request.POST.get("outcome", "") if request.method == "POST" else ""
    given = {"meeting": meeting, "by": request.user, "at": now}
    forms = {name: form(request.POST if name == asked else None, **given) for name, (form, _) in OUTCOMES.items()}
    if asked in forms and forms[asked].is_valid() and forms[asked].carry_out(OUTCOMES[asked][1], **given):
        return see_other("scorecards:decision", meeting.initiative.slug)
    missing = rules.missing_for_go(room_of(meeting, now))
    names = {reading["key"]: reading["name"] for reading in content_of(meeting, now)["readings"]}
    context = {
        "meeting": meeting,
        "initiative": meeting.initiative,
        "forms": forms,
        "form": forms.get(asked),
        "missing": missing,
        "needs": rules.go_needs(missing, names),
    }
    status = 422 if request.method == "POST" else 200
    return render_page(request, "scorecards/decide.html", context, partial="act", status=status)
