"""A brief: as a page and in print, as canonical JSON, verified, and beside what happened since."""

import json

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from revenue_arc.pages import render_page
from scorecards import access
from scorecards.fragments import read
from scorecards.then_and_now import then_and_now
from scorecards.verification import verify


@require_safe
def brief(request, pk):
    """The frozen brief with its verification; after the decision, what was known then beside what happened."""
    now = timezone.now()
    meeting = _with_brief(request, pk)
    screen, _ = read(pk, now)
    content = json.loads(meeting.brief.text)
    context = {
        "meeting": meeting,
        "initiative": meeting.initiative,
        "brief": meeting.brief,
        "content": content,
        "screen": screen,
        "faults": verify(meeting.initiative),
        "beside": then_and_now(meeting, content, now),
        "now": now,
    }
    return render_page(request, "scorecards/brief.html", context)


@require_safe
def brief_json(request, pk):
    """The very bytes that the hash was made of: `sha256sum` of the file gives it."""
    meeting = _with_brief(request, pk)
    name = f"brief-{meeting.initiative.slug}-{meeting.number}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(meeting.brief.text.encode(), content_type="application/json", headers=headers)


def _with_brief(request, pk):
    meeting = access.meeting_to_read(request.user, pk)
    if not hasattr(meeting, "brief"):
        raise Http404("The brief is frozen when the owner opens the meeting.")
    return meeting
