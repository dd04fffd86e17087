"""The delivery log, and the webhooks: for administrators and the COO."""

from django.contrib import messages as notes
from django.core.paginator import Paginator
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.models import Message, Webhook
from revenue_arc import exports
from revenue_arc.forms import ActForm, sent
from revenue_arc.pages import render_page, see_other
from signals import access, services, tables
from signals.forms import WebhookForm


def _rows(request):
    """The messages in the state that was asked for, the newest first."""
    rows = Message.objects.select_related("person", "webhook")
    state = request.GET.get("state", "")
    if state in Message.State.values:
        rows = rows.filter(state=state)
    return rows, state


def _log(request, **more):
    """The messages, a page at a time; a fixed number of queries."""
    rows, state = _rows(request)
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    context = {"page": page, "state": state, "states": Message.State.choices, "export": exports.offer(request), **more}
    return render_page(request, "signals/messages.html", context)


@require_safe
def messages(request):
    """What was sent to whom, when, and what could not be."""
    access.reading_messages(request.user)
    if exports.wanted(request):
        return exports.csv_file("messages", tables.MESSAGES, _rows(request)[0])
    return _log(request)


@require_POST
def send_again(request, pk):
    """Put a message that was given up back into the outbox."""
    message = access.message_to_send_again(request.user, pk)
    form = ActForm(request.POST)
    if form.is_valid() and form.carry_out(services.send_again, message=message, by=request.user, at=timezone.now()):
        notes.success(request, "It is in the outbox again.")
        return see_other("signals:messages")
    return _log(request, form=form)


@require_http_methods(["GET", "POST"])
def webhooks(request):
    """The webhooks; a new one shows its signing secret once."""
    access.connecting(request.user)
    form, secret = WebhookForm(sent(request)), ""
    if form.is_valid() and form.carry_out(services.add_webhook, by=request.user, at=timezone.now()):
        made, secret = form.result
        notes.success(request, f"{made} is told from now on.")
        form = WebhookForm()
    rows = Webhook.objects.select_related("made_by")
    return render_page(request, "signals/webhooks.html", {"form": form, "webhooks": rows, "secret": secret})


@require_POST
def switch_webhook(request, pk):
    """Switch a webhook on or off."""
    webhook = access.webhook_to_switch(request.user, pk)
    services.switch_webhook(webhook=webhook, active=not webhook.active, by=request.user, at=timezone.now())
    return see_other("signals:webhooks")
