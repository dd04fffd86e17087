"""What a form answers whose moment is over: what happened, and where to go."""

from django.http import HttpResponse

from revenue_arc import words
from revenue_arc.pages import render_page
from scorecards.acts import acts_for
from scorecards.fragments import read
from scorecards.models import Meeting

BEFORE = ("open", "reschedule")


def what_happened(meeting: Meeting, name: str) -> str:
    """Why the act of that name can no longer be done in this meeting; blank while it can."""
    if meeting.decided_at:
        decision = meeting.decision
        return f"{decision.by} decided {decision.get_outcome_display()} on {words.instant(decision.at, year=True)}."
    if meeting.opened_at and name in BEFORE:
        return f"{meeting.opened_by} opened this meeting on {words.instant(meeting.opened_at, year=True)}; its brief is frozen."
    if meeting.revealed_at and name == "reveal":
        return f"The calls were revealed on {words.instant(meeting.revealed_at, year=True)}."
    return ""


def answer_over(request, meeting: Meeting, happened: str, now) -> HttpResponse:
    """What happened, that nothing was changed, and what the reader can do instead; 422 to what was sent."""
    _, who = read(meeting.pk, now)
    context = {
        "meeting": meeting,
        "initiative": meeting.initiative,
        "happened": happened,
        "sent": request.method == "POST",
        "acts": acts_for(request.user.pk, who),
    }
    status = 422 if request.method == "POST" else 200
    return render_page(request, "scorecards/over.html", context, partial="act", status=status)
