"""The items of a batch: answered one by one on the page, or by a CSV file; read and downloaded by everybody."""

from django.contrib import messages
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from initiatives import access, services
from initiatives.forms import DispositionsForm, ItemByItemForm
from initiatives.models import Answer, Reason, ReasonKind
from initiatives.tables import ITEMS
from revenue_arc import exports
from revenue_arc.pages import render_page, see_other

ON_A_PAGE = 300


@require_http_methods(["GET", "POST"])
def items(request, pk):
    """The items of a batch; its receiver accepts or rejects each, all at once."""
    now = timezone.now()
    handoff = access.handoff_to_read(request.user, pk)
    if request.method == "POST":
        handoff = access.handoff_to_answer(request.user, pk, now)
    rows = list(handoff.own_items.select_related("reason"))
    if exports.wanted(request):
        return exports.csv_file(f"items-{pk}", ITEMS, rows)
    form, upload = _forms(request, rows, now)
    used = upload if upload.is_bound else form
    if used.is_valid() and used.carry_out(services.answer_items, handoff=handoff, by=request.user, at=now):
        messages.success(request, _said(used.result))
        return see_other("initiatives:handoff", used.result[0].part_of_id or used.result[0].pk)
    context = {
        "handoff": handoff,
        "deliverable": handoff.deliverable,
        "initiative": handoff.deliverable.initiative,
        "items": rows,
        "by_row": form if len(rows) <= ON_A_PAGE else None,
        "upload": upload,
        "form": used,
        "answers": handoff.is_open and handoff.may_be_answered_by(request.user, now),
    }
    return render_page(request, "initiatives/items.html", context)


def _forms(request, rows, now):
    """The two forms of the page; the one that was sent is bound."""
    sent = request.method == "POST"
    by_file = sent and "by_file" in request.POST
    reasons = list(Reason.objects.offered(ReasonKind.HANDOFF, now)) if rows else []
    form = ItemByItemForm(
        request.POST if sent and not by_file else None, items=rows if len(rows) <= ON_A_PAGE else [], reasons=reasons
    )
    return form, DispositionsForm(*((request.POST, request.FILES) if by_file else ()))


def _said(parts) -> str:
    """What came of it, in a sentence."""
    if len(parts) == 1:
        return (
            f"{parts[0].title}: all {parts[0].batch_size} {'accepted' if parts[0].answer == Answer.ACCEPTED else 'rejected'}."
        )
    taken, back = parts
    return f"{taken.batch_size} accepted, {back.batch_size} rejected and back with {back.sender}. They are two handoffs now."
