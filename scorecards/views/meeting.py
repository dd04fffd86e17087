"""A meeting and its record; scheduling one; choosing what it reads; the list of decisions."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from initiatives.models import Initiative
from revenue_arc.history import changes_of
from revenue_arc.pages import render_page, see_other
from scorecards import access, services
from scorecards.acts import acts_for
from scorecards.forms import ReadingsForm, ScheduleForm
from scorecards.fragments import read
from scorecards.models import Call, Interpretation, Meeting
from scorecards.views.over import answer_over, what_happened


@require_safe
def decisions(request):
    """Every decision, those under way first; and the live launches that have none."""
    now = timezone.now()
    meetings = Meeting.objects.with_decision().order_by("decided_at", "scheduled_for")
    under_way = meetings.filter(decided_at__isnull=True)
    decided = meetings.filter(decided_at__isnull=False).order_by("-decided_at")
    page = Paginator(decided, 25).get_page(request.GET.get("page"))
    live = Initiative.objects.live().exclude(meetings__decided_at__isnull=True, meetings__isnull=False)
    waiting = live.annotate(meets_again=Exists(Meeting.objects.filter(initiative=OuterRef("pk")))).with_owners()
    waiting = [(one, one.meets_again and one.owner(now) == request.user) for one in waiting]
    return render_page(request, "scorecards/decisions.html", {"under_way": under_way, "page": page, "waiting": waiting})


@require_safe
def meeting(request, pk):
    """The meeting: what the reader can do, who came, what was called, said, waived and decided."""
    now = timezone.now()
    one = access.meeting_to_read(request.user, pk)
    screen, who = read(pk, now)
    context = {
        "meeting": one,
        "initiative": one.initiative,
        "screen": screen,
        "acts": acts_for(request.user.pk, who),
        "needs": who.needs,
        "presences": one.presences.select_related("person").order_by("at"),
        "calls": Call.objects.filter(meeting=one).select_related("person").order_by("at"),
        "versions": Interpretation.objects.filter(meeting=one).select_related("by").prefetch_related("agreements__person"),
        "waivers": one.waivers.select_related("asked_by", "granted_by"),
        "changes": changes_of(one, one.presences.all(), one.waivers.all(), limit=30),
    }
    return render_page(request, "scorecards/meeting.html", context)


@require_http_methods(["GET", "POST"])
def schedule(request, slug):
    """Call the meeting for the next decision."""
    now = timezone.now()
    one = access.initiative_to_decide_on(request.user, slug, now)
    if under_way := one.meetings.filter(decided_at=None).select_related("initiative").first():
        return answer_over(request, under_way, f"{under_way} is scheduled, and not decided yet.", now)
    form = ScheduleForm(request.POST if request.method == "POST" else None, initiative=one, at=now)
    if form.is_valid() and form.carry_out(services.schedule_meeting, initiative=one, by=request.user, at=now):
        return see_other("scorecards:decision", slug)
    return render_page(request, "scorecards/schedule.html", {"form": form, "initiative": one}, partial="act")


@require_http_methods(["GET", "POST"])
def reschedule(request, pk):
    """Change the question or the time while the meeting is not open."""
    now = timezone.now()
    one = access.meeting_to_run(request.user, pk, now)
    if happened := what_happened(one, "reschedule"):
        return answer_over(request, one, happened, now)
    data = request.POST if request.method == "POST" else None
    form = ScheduleForm(data, initiative=one.initiative, at=now, meeting=one)
    if form.is_valid() and form.carry_out(services.reschedule_meeting, meeting=one, by=request.user, at=now):
        return see_other("scorecards:decision", one.initiative.slug)
    context = {"form": form, "initiative": one.initiative, "meeting": one}
    return render_page(request, "scorecards/schedule.html", context, partial="act")


@require_http_methods(["GET", "POST"])
def readings(request, slug):
    """Choose the tiles of an initiative's decisions."""
    now = timezone.now()
    one = access.initiative_to_decide_on(request.user, slug, now)
    form = ReadingsForm(request.POST if request.method == "POST" else None, initiative=one, at=now)
    if form.is_valid() and form.carry_out(services.choose_readings, initiative=one, by=request.user, at=now):
        messages.success(request, "The readings are chosen.")
        return see_other("scorecards:decision", slug)
    return render_page(request, "scorecards/readings.html", {"form": form, "initiative": one})
