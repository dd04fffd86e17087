"""What the columns of an event log mean: a page of a draft."""

from django.utils import timezone

from revenue_arc.forms import sent
from revenue_arc.pages import render_page, see_other
from signals import services
from signals.drafts import source_of
from signals.failures import PullFailed
from signals.forms import LogForm
from signals.logs import explained, look_into
from signals.previews import preview_of
from signals.views.drafts import context_of


def columns(request, draft, stream, number):
    """Say what is the case, the step, who did it and when; what each event would become is shown below."""
    context = context_of(draft, "streams", stream=stream, number=number)
    try:
        looked = look_into(source_of(draft), stream)
    except PullFailed as failure:
        problem = " ".join(filter(None, [failure.what, failure.todo]))
        return render_page(request, "signals/connect_log.html", {**context, "problem": problem})
    now, form = timezone.now(), LogForm(sent(request), looked=looked, log=stream.get("log") or {})
    if form.is_valid():
        told = explained(stream, form.described())
        services.put_stream(draft=draft, stream=told, at=now, instead_of=stream["name"])
        services.check_draft(draft=draft, at=now)
        return see_other("signals:draft_streams", draft.pk)
    shown = preview_of(draft, stream, now) if stream.get("records") else None
    return render_page(request, "signals/connect_log.html", {**context, "form": form, "looked": looked, "preview": shown})
