"""The inbox: what waits on the reader, darkest first; accept, reject with a reason, take back."""

from django.contrib import messages
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from initiatives import access, services, tables
from initiatives.forms import RejectForm, WithdrawForm
from initiatives.models import Answer, Delegation, Handoff, PendingAnswer
from initiatives.timers import headline
from initiatives.working_hours import WorkingHours
from people.models import Company, Function
from revenue_arc import exports
from revenue_arc.forms import ActForm, sent
from revenue_arc.pages import render_page, see_other

TEMPLATE = "initiatives/inbox.html"


def _context(request, now):
    """The lists of the inbox; a fixed number of queries."""
    function = request.user.heads_function(now)
    waiting = list(Handoff.objects.waiting_on(request.user, now).with_item_count().with_people().darkest_first(now))
    accepted = Handoff.objects.filter(receiver=request.user, answer=Answer.ACCEPTED, finished_at=None).with_people()
    standing_in = Delegation.objects.at(now).concerning(request.user)
    return {
        "now": now,
        "export": _offered(request, standing_in),
        "hours": WorkingHours.of(Company.objects.ours()),
        "whom": Function(function).label if function else "you",
        "headline": headline(waiting, now),
        "waiting": waiting,
        "just": PendingAnswer.objects.just_given(request.user),
        "standing_in": standing_in,
        "sent": Handoff.objects.open().filter(sender=request.user).with_people().darkest_first(now),
        "accepted": accepted.order_by("answered_at", "pk"),
    }


def _offered(request, standing_in):
    """What waits as a file; in the API too, unless somebody answers for somebody else: there it is asked for by receiver."""
    if any(each.delegate_id == request.user.pk for each in standing_in):
        return exports.offer(request).at(reverse("initiatives:inbox"))
    found = exports.offer(request, "api:handoff-list", receiver=request.user.email, answer="open")
    return found.at(reverse("initiatives:inbox"))


@require_safe
def inbox(request):
    """What waits on the reader, what they sent, what they accepted; with `?just`, only what they can still undo."""
    now = timezone.now()
    services.settle_answers(at=now, by=request.user)
    if exports.wanted(request):
        return exports.csv_file("waiting", tables.WAITING, Handoff.objects.waiting_on(request.user, now).with_people())
    if "just" in request.GET:
        return render_page(request, TEMPLATE, {"just": PendingAnswer.objects.just_given(request.user)}, partial="just")
    return render_page(request, TEMPLATE, _context(request, now), partial="inbox")


@require_POST
def accept(request, pk):
    """Take the deliverable, or the batch; ten seconds to undo."""
    now = timezone.now()
    handoff = access.handoff_to_answer(request.user, pk, now)
    form = ActForm(request.POST)
    given = {"handoff": handoff, "answer": Answer.ACCEPTED, "by": request.user, "at": now}
    if form.is_valid() and form.carry_out(services.answer_soon, **given):
        holder = "You hold" if handoff.receiver == request.user else f"{handoff.receiver} holds"
        more = "" if handoff.is_batch else f" {holder} {handoff.deliverable} from now on."
        messages.success(request, f"Accepted: {handoff.title}.{more} You can undo this for 10 seconds.")
        return see_other("initiatives:inbox")
    return render_page(request, TEMPLATE, {**_context(request, now), "form": form}, partial="inbox")


@require_http_methods(["GET", "POST"])
def reject(request, pk):
    """Turn it down with a reason, with ten seconds to undo; the inbox opens at that row to ask for it."""
    now = timezone.now()
    handoff = access.handoff_to_answer(request.user, pk, now)
    form = RejectForm(sent(request), at=now)
    given = {"handoff": handoff, "answer": Answer.REJECTED, "by": request.user, "at": now}
    if form.is_valid() and form.carry_out(services.answer_soon, **given):
        messages.success(
            request,
            f"Rejected: {handoff.title}. {form.result.reason}. "
            f"{handoff.sender} is told why, and has it again. You can undo this for 10 seconds.",
        )
        return see_other("initiatives:inbox")
    context = _context(request, now)
    there = handoff.pk if handoff in context["waiting"] else None
    return render_page(request, TEMPLATE, {**context, "form": form, "rejecting": there}, partial="inbox")


@require_POST
def undo(request, pk):
    """Take one's own answer back, while it is not written yet."""
    now = timezone.now()
    pending = access.answer_to_undo(request.user, pk)
    form = ActForm(request.POST)
    if form.is_valid() and form.carry_out(services.undo_answer, pending=pending, by=request.user, at=now):
        messages.success(request, f"Undone: {pending.handoff.title} waits for an answer again.")
        return see_other("initiatives:inbox")
    return render_page(request, TEMPLATE, {**_context(request, now), "form": form}, partial="inbox")


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
