"""What an administrator does with a connected source: reconnect, backfill, accept its columns, retire a stream, delete."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from revenue_arc.forms import sent
from revenue_arc.pages import render_page, see_other
from signals import access, services
from signals.deletion import counts_of
from signals.drafts import entry_from
from signals.forms import BackfillForm, DeleteForm, ReconnectForm
from signals.offered import offered


@require_http_methods(["GET", "POST"])
def reconnect(request, pk):
    """Enter a new credential; where the source lets us in with it, it is kept and the source is pulled again."""
    source = access.source_to_connect(request.user, pk)
    form = ReconnectForm(sent(request))
    if form.is_valid():
        try:
            found = services.reconnect_source(
                source=source, secret=form.cleaned_data["secret"], by=request.user, at=timezone.now()
            )
            if found.ok:
                messages.success(request, f"{found.sentence} {source.name} is connected again, and its pull is asked for.")
                return see_other("signals:source", pk)
            form.add_error("secret", found.sentence)
        except ValidationError as refusal:
            form.add_error(None, refusal)
    return render_page(request, "signals/reconnect.html", {"source": source, "form": form, "offered": offered(source.kind)})


@require_POST
def change(request, pk):
    """Change it page by page: a draft is made of it, and nothing changes before that is saved."""
    source = access.source_to_connect(request.user, pk)
    entry = entry_from(source)
    draft = services.start_draft(kind=source.kind, by=request.user, at=timezone.now(), entry=entry, source=source)
    return see_other("signals:draft_connection", draft.pk)


@require_http_methods(["GET", "POST"])
def delete(request, pk):
    """What would go and what would stay; then its name, typed."""
    source = access.source_to_connect(request.user, pk)
    form = DeleteForm(sent(request), source=source)
    if form.is_valid():
        try:
            services.delete_source(source=source, by=request.user, at=timezone.now())
            messages.success(request, f"{source.name} is being deleted with its records. Its history stays.")
            return see_other("signals:sources")
        except ValidationError as refusal:
            form.take(refusal)
    return render_page(request, "signals/delete_source.html", {"source": source, "form": form, "counts": counts_of(source)})


@require_http_methods(["GET", "POST"])
def backfill(request, pk):
    """Read everything again from a day on, in chunks that fresh data does not wait behind."""
    source = access.source_to_connect(request.user, pk)
    form = BackfillForm(sent(request))
    if form.is_valid() and form.carry_out(services.request_pull, source=source, by=request.user, at=timezone.now()):
        if form.result.since == form.cleaned_data["since"]:
            messages.success(request, "The backfill is asked for. It runs beside the fresh pulls.")
        else:
            messages.warning(request, "A backfill waits or runs already: it ends before another one begins.")
        return see_other("signals:source", pk)
    return render_page(request, "signals/backfill.html", {"source": source, "form": form})


@require_POST
def map_anew(request, pk):
    """Bring every kept record in line with the mapping as it now is; its progress is the pull's."""
    source = access.source_to_connect(request.user, pk)
    try:
        pull = services.map_anew(source=source, by=request.user, at=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return see_other("signals:source", pk)
    return see_other("signals:pull", pull.pk)


@require_POST
def cancel(request, pk):
    """End a pull that waits or runs."""
    pull = access.pull_to_cancel(request.user, pk)
    return _done(request, pull.source_id, lambda: services.cancel_pull(pull=pull, by=request.user, at=timezone.now()))


@require_POST
def expect(request, pk):
    """Take a stream's columns as they now are for what is expected."""
    stream = access.stream_to_change(request.user, pk)
    return _done(request, stream.source_id, lambda: services.expect_shape(stream=stream, by=request.user, at=timezone.now()))


@require_POST
def retire(request, pk):
    """Read a stream no more."""
    stream = access.stream_to_change(request.user, pk)
    return _done(request, stream.source_id, lambda: services.retire_stream(stream=stream, by=request.user))


@require_POST
def restore(request, pk):
    """Read a retired stream again."""
    stream = access.stream_to_change(request.user, pk)
    return _done(request, stream.source_id, lambda: services.restore_stream(stream=stream, by=request.user))


def _done(request, source_id, act):
    try:
        act()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return see_other("signals:source", source_id)
