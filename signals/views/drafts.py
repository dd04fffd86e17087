"""Connecting a source page by page. What is said is kept on the server; going back and loading again change nothing."""

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from revenue_arc.forms import sent
from revenue_arc.pages import render_page, see_other
from revenue_arc.words import listed
from signals import access, services
from signals.changed_since import CHANGED_SINCE
from signals.connectors import KINDS
from signals.consequences import consequences_of
from signals.drafts import IN_FILES, entry_of, first_entry, first_unmapped, stream_of_path
from signals.forms import ConnectionForm, FilesForm, SaveForm
from signals.offered import all_offered, offered
from signals.previews import previews_of

STEPS = [("connection", "Connection"), ("check", "Check"), ("streams", "Streams"), ("preview", "Preview and save")]


def context_of(draft, step, **more):
    """What every page of a draft shows: where it is, and what it connects."""
    return {"draft": draft, "offered": offered(draft.kind), "steps": STEPS, "step": step, **more}


@require_http_methods(["GET", "POST"])
def new(request):
    """Choose the kind of source."""
    access.connecting(request.user)
    kinds = all_offered()
    kind = request.POST.get("kind")
    if kind in {one.kind for one in kinds}:
        now = timezone.now()
        draft = services.start_draft(kind=kind, by=request.user, at=now, entry=first_entry(kind))
        return see_other("signals:draft_connection", draft.pk)
    context = {"kinds": kinds, "missing": request.method == "POST"}
    return render_page(request, "signals/connect_kind.html", context, status=422 if context["missing"] else None)


@require_http_methods(["GET", "POST"])
def connection(request, pk):
    """Say where it is and how it knows us; the check follows by itself."""
    now = timezone.now()
    draft = access.draft_to_edit(request.user, pk, now)
    form = (FilesForm if draft.kind in IN_FILES else ConnectionForm)(sent(request), request.FILES or None, draft=draft)
    if form.is_valid():
        try:
            _keep(draft, form.cleaned_data, now)
            services.check_draft(draft=draft, at=now)
            return see_other("signals:draft_check", pk)
        except ValidationError as refusal:
            form.add_error(None, refusal)
    elif form.is_bound:
        _keep_file(draft, form, now)
    return render_page(request, "signals/connect_connection.html", context_of(draft, "connection", form=form))


def _keep(draft, given, now):
    if draft.kind not in IN_FILES:
        streams = [stream_of_path(given["path"])] if given.get("path") else draft.streams
        told = {name: given[name] for name in ("name", "settings", "allow_private", "allow_http") if name in given}
        services.describe(draft=draft, at=now, secret=given.get("secret") or None, streams=streams, **told)
        return
    if given["upload"]:
        services.keep_upload(draft=draft, file=given["upload"], at=now)
    elif given["folder"]:
        services.use_folder(draft=draft, folder=given["folder"], at=now)
    services.describe(draft=draft, at=now, name=given["name"])


def _keep_file(draft, form, now):
    """Keep a chosen file though something else on the page is wrong: a browser does not send it again."""
    if draft.kind in IN_FILES and (chosen := getattr(form, "cleaned_data", {}).get("upload")) and "upload" not in form.errors:
        try:
            services.keep_upload(draft=draft, file=chosen, at=now)
        except ValidationError as refusal:
            form.add_error("upload", refusal)
        form.say_what_is_kept()


@require_http_methods(["GET", "POST"])
def check(request, pk):
    """What the check found: whether it is reached, as whom, how many rows would come."""
    now = timezone.now()
    draft = access.draft_to_edit(request.user, pk, now)
    if request.method == "POST":
        services.check_draft(draft=draft, at=now)
        return see_other("signals:draft_check", pk)
    unread = [stream["name"] for stream in draft.streams if stream["name"] in draft.checked.get("unread", {})]
    context = context_of(draft, "check", checked=draft.checked, unread=unread)
    return render_page(request, "signals/connect_check.html", context)


@require_http_methods(["GET", "POST"])
def preview(request, pk):
    """What the first records would become, and which would be rejected; then save."""
    now = timezone.now()
    draft = access.draft_to_edit(request.user, pk, now)
    if (unmapped := first_unmapped(draft)) is not None:
        return see_other("signals:draft_columns", pk, unmapped)
    form = SaveForm(sent(request), draft=draft)
    if form.is_valid():
        services.describe(draft=draft, at=now, **form.said())
        if "save" in request.POST and (empty := [one.name for one in previews_of(draft, now) if one.loads_nothing]):
            form.add_error(
                None, f"No record looked at of {listed(empty)} would be loaded: mend what its columns mean, then save."
            )
        elif "save" in request.POST:
            try:
                saved = services.connect_draft(draft=draft, by=request.user, at=now, metrics=form.cleaned_data.get("metrics"))
            except ValidationError as refusal:
                form.add_error(None, refusal)
                if form.has_error(NON_FIELD_ERRORS, CHANGED_SINCE):
                    services.open_anew(draft=draft)
            else:
                return _connected(request, saved)
    changes = consequences_of(draft.source, entry_of(draft)) if draft.source else []
    context = context_of(draft, "preview", form=form, previews=previews_of(draft, now), changes=changes)
    return render_page(request, "signals/connect_preview.html", context, partial="preview")


def _connected(request, saved):
    """To the page of the source; of one that pushes, to that of its address."""
    if KINDS[saved.kind].pushed:
        messages.success(
            request, f"{saved.name} is connected. Make its signing secret here, and give both to the system that sends."
        )
        return see_other("signals:intake", saved.pk)
    messages.success(request, f"{saved.name} is connected, and its first pull is asked for.")
    return see_other("signals:source", saved.pk)


@require_POST
def discard(request, pk):
    """Forget what was said."""
    services.discard_draft(draft=access.draft_to_edit(request.user, pk, timezone.now()))
    messages.info(request, "Nothing was connected, and what you had entered is forgotten.")
    return see_other("signals:sources")
