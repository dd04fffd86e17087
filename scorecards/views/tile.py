"""What stands behind a tile and behind the arc strip: the drawer, down to definitions, pulls and records."""

from datetime import date

from django.http import Http404
from django.utils import timezone
from django.views.decorators.http import require_safe

from revenue_arc import exports
from revenue_arc.pages import render_page
from scorecards import access, tables
from scorecards.fragments import content_of
from scorecards.screen import arc_of, tile_of
from scorecards.screen.tiles import points_of, tolerated
from signals.annotations import annotations_of
from signals.charts import marks
from signals.models import Definition, Pull
from signals.shown import shared_readings
from signals.tables import NOTES


@require_safe
def tile(request, pk, key):
    """One reading as the meeting has it: its value, series, definition, sources and pulls; and what it says now."""
    now = timezone.now()
    meeting = access.meeting_to_read(request.user, pk)
    content = content_of(meeting, now)
    reading = next((each for each in content["readings"] if each["key"] == key), None)
    if reading is None:
        raise Http404("This meeting does not read that metric.")
    if exports.wanted(request):
        return exports.csv_file(f"{key}-of-meeting-{pk}", tables.SERIES, reversed(reading["series"]))
    notes = _happened(reading, meeting.opened_at or now)
    if exports.wanted(request, "happened"):
        return exports.csv_file(f"{key}-of-meeting-{pk}-happened", NOTES, notes)
    context = {
        "meeting": meeting,
        "initiative": meeting.initiative,
        "notes": notes,
        "of_notes": exports.offer(request, of="happened"),
        "marks": marks(reading["series"], notes),
        "export": exports.offer(request, "api:reading-list", metric=key, version=reading["version"]),
        "reading": reading,
        "tile": tile_of(reading, content["initiative"]["name"]),
        "points": points_of(reading),
        "tolerated": tolerated(reading),
        "pulls": Pull.objects.filter(pk__in=reading["pulls"]).select_related("source"),
        "now": next(iter(shared_readings([key], now)), None) if meeting.opened_at else None,
    }
    return render_page(request, "scorecards/tile.html", context, partial="drawer")


def _happened(reading, until):
    """What happened in the weeks of a reading's series, up to the opening of the meeting."""
    weeks = [point["week"] for point in reading["series"] if "week" in point]
    definition = Definition.objects.filter(pk=reading["definition_id"]).prefetch_related("sources").first()
    if not weeks or definition is None:
        return []
    return annotations_of([definition], date.fromisoformat(weeks[0]), until)[definition.metric_id]


@require_safe
def arc(request, pk):
    """The arc strip as a table: who owned what, when nobody did, and the launch in sequence."""
    meeting = access.meeting_to_read(request.user, pk)
    content = content_of(meeting, timezone.now())
    if exports.wanted(request):
        return exports.csv_file(f"arc-of-meeting-{pk}", tables.ARC, content["ownership"]["deliverables"])
    context = {"meeting": meeting, "initiative": meeting.initiative, "content": content, "arc": arc_of(content)}
    context["export"] = exports.offer(request, "api:initiative-ownership", meeting.initiative.slug)
    return render_page(request, "scorecards/arc.html", context, partial="drawer")
