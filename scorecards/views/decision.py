"""The launch-decision view, and how every screen in the room comes to show the same revision."""

import hashlib

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from initiatives.access import initiative_to_read
from revenue_arc.pages import render_page
from scorecards.acts import acts_for
from scorecards.fragments import drawn
from scorecards.models import RequiredReading
from scorecards.revision import Revision, revision_of


@require_safe
def decision(request, slug):
    """The room of an initiative's current meeting; 204 while the reader's revision is still the one to show."""
    now = timezone.now()
    revision = revision_of(at=now, slug=slug)
    if revision is None:
        return _empty(request, slug, now)
    return _show(request, revision, reverse("scorecards:decision", args=[slug]), now)


@require_safe
def screen(request, pk):
    """The same of one meeting, as its room saw it."""
    now = timezone.now()
    revision = revision_of(at=now, meeting_id=pk)
    if revision is None:
        raise Http404("There is no such meeting.")
    return _show(request, revision, reverse("scorecards:screen", args=[pk]), now)


def _show(request, revision: Revision, poll: str, now):
    seen = request.GET.get("rev", "")
    if seen == revision.token:
        return HttpResponse(status=204)
    shown = drawn(revision, now)
    acts = acts_for(request.user.pk, shown.who)
    context = {
        "drawn": shown,
        "revision": revision,
        "fragment": bool(seen),
        "moved": seen.partition("-")[0] != str(revision.number),
        "acts": acts,
        "acts_key": hashlib.sha256(repr((acts, shown.who.state)).encode()).hexdigest()[:8],
        "poll": poll,
    }
    return render_page(request, "scorecards/decision.html", context, partial="room" if seen else None)


def _empty(request, slug, now):
    """An initiative that has no meeting yet."""
    initiative = initiative_to_read(request.user, slug)
    owns = initiative.owner(now) == request.user
    chosen = RequiredReading.objects.filter(initiative=initiative).count()
    return render_page(request, "scorecards/no_meeting.html", {"initiative": initiative, "owns": owns, "chosen": chosen})
