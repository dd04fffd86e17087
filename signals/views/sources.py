"""Sources, and what an administrator does with one."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from revenue_arc import exports
from revenue_arc.history import changes_of
from revenue_arc.pages import render_page, see_other
from signals import access, services, tables, uploads
from signals.drift import changes_of as changes_of_columns
from signals.models import Definition, RawPage, Source
from signals.source_states import states_of
from signals.streams_told import streams_told

LAST_PULLS = 12
WITHOUT_CREDENTIAL = ("file", "event_log", "webhook")


@require_safe
def sources(request):
    """Every source with its state and its last pull; a quiet one is a finding."""
    states = states_of(Source.objects.order_by("function", "name"), timezone.now())
    if exports.wanted(request):
        return exports.csv_file("sources", tables.SOURCES, states)
    context = {
        "states": states,
        "quiet": [state for state in states if state.quiet],
        "running": any(state.running or state.left is not None for state in states),
        "may_connect": access.may_connect(request.user),
        "export": exports.offer(request, "api:source-list"),
    }
    return render_page(request, "signals/sources.html", context, partial="table")


@require_safe
def source(request, pk):
    """One source: its streams, its last pulls, what reads it; live while a pull runs."""
    found = access.source_to_read(request.user, pk)
    if exports.wanted(request):
        return exports.csv_file("pulls", tables.PULLS, found.pulls.select_related("source").order_by("-pk"))
    if exports.wanted(request, "streams"):
        return exports.csv_file(f"streams-{pk}", tables.STREAMS, streams_told(found))
    [state] = states_of([found], timezone.now())
    read = [stream for stream in found.streams.all() if not stream.retired]
    context = {
        "source": found,
        "dated_by_file": any(stream.settings.get("as_of") for stream in read) and found.kind == "file",
        "may_retire": len(read) > 1,
        "state": state,
        "streams": streams_told(found),
        "of_streams": exports.offer(request, "api:source-detail", pk, of="streams"),
        "is_upload": uploads.is_own(found.settings.get("folder", "")),
        "has_credential": bool(found.sealed_secret) or found.kind not in WITHOUT_CREDENTIAL,
        "drifted": [(each, changes_of_columns(each.drift)) for each in found.streams.all() if each.drift and not each.retired],
        "pulls": found.pulls.all()[:LAST_PULLS],
        "metrics": Definition.objects.needing(found).order_by("metric__name"),
        "keeps": RawPage.objects.filter(stream__source=found, stream__retired=False).exists(),
        "changes": changes_of(found, found.streams.all()),
        "may_connect": access.may_connect(request.user),
        "export": exports.offer(request, "api:pull-list", source=found.name),
    }
    return render_page(request, "signals/source.html", context, partial="live")


@require_POST
def pull_now(request, pk):
    """Ask for a pull at once."""
    found = access.source_to_connect(request.user, pk)
    return _done(request, found, lambda: services.request_pull(source=found, by=request.user, at=timezone.now()))


@require_POST
def pause(request, pk):
    """Stop pulling on schedule."""
    found = access.source_to_connect(request.user, pk)
    return _done(request, found, lambda: services.pause_source(source=found, by=request.user))


@require_POST
def resume(request, pk):
    """Pull on schedule again."""
    found = access.source_to_connect(request.user, pk)
    return _done(request, found, lambda: services.resume_source(source=found, by=request.user))


def _done(request, found, act):
    try:
        act()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return see_other("signals:source", found.pk)
