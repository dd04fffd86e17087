"""The streams of a draft: picked, described, their columns explained."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from revenue_arc.forms import sent
from revenue_arc.pages import render_page, see_other
from signals import access, services
from signals.drafts import IN_FILES, MAPPED_BY_HAND, first_unmapped, is_mapped, preset_of, source_of, stream_in
from signals.failures import PullFailed
from signals.forms import DESCRIBED_BY, ColumnsForm, FileForm, PickForm
from signals.guessing import answers_of, columns_of, first_answers, mapping_of, missing
from signals.previews import preview_of, sampled
from signals.probing import completed
from signals.services.drafts import space_of
from signals.streams_told import what_it_makes, what_it_reads
from signals.views import logs
from signals.views.drafts import context_of


@require_http_methods(["GET", "POST"])
def streams(request, pk):
    """Pick what is read."""
    now = timezone.now()
    draft = access.draft_to_edit(request.user, pk, now)
    form = PickForm(sent(request), draft=draft)
    if form.is_valid():
        services.choose_streams(draft=draft, names=form.cleaned_data["streams"], at=now)
        return _onwards(draft)
    return render_page(request, "signals/connect_streams.html", _listed(draft, form=form))


def _onwards(draft):
    """To the first stream whose columns are not explained, else to the preview."""
    unmapped = first_unmapped(draft)
    if unmapped is None:
        return see_other("signals:draft_preview", draft.pk)
    return see_other("signals:draft_columns", draft.pk, unmapped)


def _listed(draft, **more):
    known, unread = preset_of(draft), draft.checked.get("unread", {})
    about = known.about_streams if known else {}
    picked = set(more["form"]["streams"].value() or [])
    lines = [
        {
            "number": number,
            "stream": stream,
            "reads": what_it_reads(stream),
            "about": about.get(stream["name"], ""),
            "mapped": is_mapped(stream),
            "unread": unread.get(stream["name"], ""),
        }
        | {"picked": stream["name"] in picked, "makes": what_it_makes(stream.get("records", []))}
        for number, stream in enumerate(draft.streams)
    ]
    by_hand = draft.kind in MAPPED_BY_HAND
    file_form = FileForm(draft=draft) if draft.kind in IN_FILES else None
    more |= {"lines": lines, "by_hand": by_hand, "file_form": file_form, "describes": DESCRIBED_BY.get(draft.kind)}
    return context_of(draft, "streams", **more)


@require_http_methods(["GET", "POST"])
def endpoint(request, pk, number=None):
    """Describe one endpoint of an API, query of a warehouse or stream of a tap, or one more."""
    now = timezone.now()
    draft = access.draft_to_edit(request.user, pk, now)
    known = _stream(draft, number) if number is not None else {}
    if draft.kind not in DESCRIBED_BY:
        raise Http404("The streams of this kind of source are not described.")
    form = DESCRIBED_BY[draft.kind](sent(request), stream=known)
    if form.is_valid():
        try:
            told = completed(source_of(draft), form.described())
            services.put_stream(draft=draft, stream=told, at=now, instead_of=known.get("name", ""))
            services.check_draft(draft=draft, at=now)
            return see_other("signals:draft_streams", pk)
        except ValidationError as refusal:
            form.add_error(None, refusal)
    return render_page(request, "signals/connect_endpoint.html", context_of(draft, "streams", form=form, stream=known))


@require_http_methods(["POST"])
def add_file(request, pk):
    """Read one more file of the folder."""
    now = timezone.now()
    draft = access.draft_to_edit(request.user, pk, now)
    form = FileForm(request.POST, draft=draft)
    if form.is_valid():
        services.put_stream(draft=draft, stream=stream_in(draft, form.cleaned_data["file"]), at=now)
    return see_other("signals:draft_streams", pk)


@require_http_methods(["GET", "POST"])
def columns(request, pk, number):
    """Say what the columns of one stream mean; what each record would become is shown below."""
    now = timezone.now()
    draft = access.draft_to_edit(request.user, pk, now)
    stream = _stream(draft, number)
    if draft.kind == "event_log":
        return logs.columns(request, draft, stream, number)
    context = context_of(draft, "streams", stream=stream, number=number)
    try:
        sample = sampled(draft, stream["name"], now)
    except PullFailed as failure:
        problem = " ".join(filter(None, [failure.what, failure.todo]))
        return render_page(request, "signals/connect_columns.html", {**context, "problem": problem}, partial="columns")
    found = columns_of(sample.readable, flat=sample.flat)
    if not found and not is_mapped(stream):
        problem = f"“{stream['name']}” holds no record yet, so there is no column to explain."
        return render_page(request, "signals/connect_columns.html", {**context, "problem": problem}, partial="columns")
    names = [column.name for column in found]
    said = answers_of({key: stream[key] for key in ("id", "version", "deleted", "records") if key in stream}, names)
    told = said is None and is_mapped(stream)
    said = said or first_answers(stream["name"], found, space_of(draft))
    form = ColumnsForm(sent(request), columns=found, said=said)
    if form.is_valid():
        mapped = {**stream, **dict.fromkeys(("version", "deleted")), **form.mapping()}
        mapped = {key: value for key, value in mapped.items() if value is not None}
        services.put_stream(draft=draft, stream=mapped, at=now, instead_of=stream["name"])
        if "try" not in request.POST and not form.unasked:
            return _onwards(draft)
        stream = mapped
    shown = stream if form.is_bound else _as_proposed(stream, said)
    context |= {"form": form, "told": told, "preview": preview_of(draft, shown, now)}
    return render_page(request, "signals/connect_columns.html", context, partial="columns")


def _as_proposed(stream, answers):
    """The stream as it would be read by what is proposed, where nothing was said yet and nothing is missing."""
    return stream if is_mapped(stream) or missing(answers) else {**stream, **mapping_of(answers)}


def _stream(draft, number):
    """One of the draft's streams, by its place."""
    if number >= len(draft.streams):
        raise Http404("This source has no such stream.")
    return draft.streams[number]
