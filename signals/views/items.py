"""A batch answered from what a system's records say of its items."""

from django.contrib import messages
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from initiatives import access
from initiatives.services import answer_items
from revenue_arc import exports
from revenue_arc.forms import ActForm, sent
from revenue_arc.pages import render_page, see_other
from signals import tables
from signals.dispositions import records_of


@require_http_methods(["GET", "POST"])
def item_records(request, pk):
    """What the records say of each item; one act takes it over, once every item has a disposition."""
    now = timezone.now()
    handoff = access.handoff_to_answer(request.user, pk, now)
    records = records_of(handoff, now)
    form = ActForm(sent(request))
    act = {"handoff": handoff, "dispositions": records.dispositions, "by": request.user, "at": now}
    if form.is_valid() and form.carry_out(answer_items, **act):
        messages.success(request, f"Answered as {records.source} says.")
        return see_other("initiatives:handoff", handoff.pk)
    if exports.wanted(request):
        return exports.csv_file(f"records-of-handoff-{pk}", tables.SAID, records.said)
    context = {"handoff": handoff, "records": records, "form": form, "export": exports.offer(request)}
    return render_page(request, "signals/item_records.html", context)
