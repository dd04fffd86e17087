"""The inbox: what waits on the reader, darkest first; accept, reject with a reason, take back."""

from django.contrib import messages
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from initiatives import access, services
from initiatives.forms import RejectForm, WithdrawForm
from initiatives.models import Answer, Handoff
from initiatives.timers import headline
from people.models import Function
from revenue_arc.forms import ActForm, sent
from revenue_arc.pages import render_page, see_other

TEMPLATE = "initiatives/inbox.html"


def _context(request, now):
    """The three lists of the inbox; a fixed number of queries."""
    function = request.user.heads_function(now)
    waiting = list(Handoff.objects.waiting_on(request.user, now).with_people().darkest_first(now))
    accepted = Handoff.objects.filter(receiver=request.user, answer=Answer.ACCEPTED, finished_at=None).with_people()
    return {
        "now": now,
        "whom": Function(function).label if function else "you",
        "headline": headline(waiting, now),
        "waiting": waiting,
        "sent": Handoff.objects.open().filter(sender=request.user).with_people().darkest_first(now),
        "accepted": accepted.order_by("answered_at", "pk"),
    }


@require_safe
def inbox(request):
    """What waits on the reader, what they sent, what they accepted."""
    return render_page(request, TEMPLATE, _context(request, timezone.now()), partial="inbox")


@require_POST
def accept(request, pk):
    """Take the deliverable, or the batch."""
    now = timezone.now()
    handoff = access.handoff_to_answer(request.user, pk, now)
    form = ActForm(request.POST)
    if form.is_valid() and form.carry_out(services.accept_handoff, handoff=handoff, by=request.user, at=now):
        holder = "You hold" if handoff.receiver == request.user else f"{handoff.receiver} holds"
        words = f"Accepted: {handoff.title}." if handoff.is_batch else f"Accepted. {holder} {handoff.deliverable} now."
        messages.success(request, words)
        return see_other("initiatives:inbox")
    return render_page(request, TEMPLATE, {**_context(request, now), "form": form}, partial="inbox")


@require_http_methods(["GET", "POST"])
def reject(request, pk):
    """Turn it down with a reason; the inbox opens at that row to ask for it."""
    now = timezone.now()
    handoff = access.handoff_to_answer(request.user, pk, now)
    form = RejectForm(sent(request), at=now)
    if form.is_valid() and form.carry_out(services.reject_handoff, handoff=handoff, by=request.user, at=now):
        messages.success(request, f"Rejected: {form.result.reason}. {handoff.sender} is told why, and has it again.")
        return see_other("initiatives:inbox")
    context = _context(request, now)
    there = handoff.pk if handoff in context["waiting"] else None
    return render_page(request, TEMPLATE, {**context, "form": form, "rejecting": there}, partial="inbox")


@require_POST
def withdraw(request, pk):
    """Take an offer back; the sender's holding is unbroken."""
    now = timezone.now()
    handoff = access.handoff_to_withdraw(request.user, pk, now)
    form = WithdrawForm(request.POST)
    if form.is_valid() and form.carry_out(services.withdraw_handoff, handoff=handoff, by=request.user, at=now):
        messages.success(request, f"Taken back: {handoff.title}. {handoff.sender} held it all along.")
        return see_other("initiatives:inbox")
    return render_page(request, TEMPLATE, {**_context(request, now), "form": form}, partial="inbox")
