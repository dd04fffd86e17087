"""Joins between customers, decided one by one: the suggestions with their evidence side by side, and what was decided."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import resolve_url
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from revenue_arc import exports
from revenue_arc.numbers import whole
from revenue_arc.pages import render_page, see_other
from signals import access, services, tables
from signals.evidence import functions_of, grounds, sides_of
from signals.models import NameComparison, PartyLink

BACK = "{a} and {b}: the decision is taken back, and the suggestion waits again."
APART = "{a} and {b} stand apart again. No later pull joins the two; you can."
WAITING_A_PAGE, DECIDED_A_PAGE = 25, 50


@require_safe
def review(request):
    """The suggestion to decide, the most alike unless `?link` asks for another, and those that wait behind it."""
    links = PartyLink.objects.to_decide().with_parties()
    if exports.wanted(request):
        return exports.csv_file("suggested-joins", tables.JOINS, links)
    page = Paginator(links, WAITING_A_PAGE).get_page(request.GET.get("page"))
    asked = whole(request.GET.get("link"))
    current = links.filter(pk=asked).first() if asked is not None else None
    current = current or next(iter(page.object_list), None)
    context = {
        "page": page,
        "current": current,
        "compared": NameComparison.objects.first(),
        "just": _just_decided(request),
        "may_join": access.may_define(request.user),
        "export": exports.offer(request, "api:link-list", waiting="true"),
        **(_evidence(current) if current else {}),
    }
    return render_page(request, "signals/review.html", context, partial="review")


@require_safe
def decided(request):
    """What persons have decided, the newest first: who, when, and the way back."""
    links = PartyLink.objects.decided().with_parties()
    state = request.GET.get("state", "")
    if state in PartyLink.State.values:
        links = links.filter(state=state)
    if exports.wanted(request):
        return exports.csv_file("decided-joins", tables.JOINS, links)
    page = Paginator(links, DECIDED_A_PAGE).get_page(request.GET.get("page"))
    states = [(value, label) for value, label in PartyLink.State.choices if value != PartyLink.State.SUGGESTED]
    context = {"page": page, "state": state, "states": states, "may_join": access.may_define(request.user)}
    context["export"] = exports.offer(request, "api:link-list", state=state, decided_after="1970-01-01T00:00:00Z")
    return render_page(request, "signals/decided.html", context, partial="decided")


@require_safe
def join(request, pk):
    """One join: its evidence side by side, who decided, and the way back."""
    link = access.link_to_read(request.user, pk)
    context = {"current": link, "may_join": access.may_define(request.user), **_evidence(link)}
    return render_page(request, "signals/join.html", context)


@require_POST
def confirm(request, pk):
    """Confirm a suggested join."""
    return _decided(request, pk, services.confirm_join, "{a} and {b} are one customer now.")


@require_POST
def reject(request, pk):
    """Refuse a suggested join."""
    return _decided(request, pk, services.reject_join, "{a} and {b} stay two customers, and are not suggested again.")


@require_POST
def undo(request, pk):
    """Take a join apart, or what was decided on a suggestion back."""
    return _decided(request, pk, services.undo_join, BACK)


def _evidence(link):
    one, other = sides_of(link)
    sides = [(side, functions_of(side)) for side in (one, other)]
    return {"sides": sides, "grounds": grounds(link, one, other)}


def _just_decided(request):
    """The decision that the reader has just taken here, which one key undoes."""
    asked = whole(request.GET.get("decided"))
    if asked is None:
        return None
    reversible = [PartyLink.State.JOINED, PartyLink.State.REJECTED]
    mine = PartyLink.objects.with_parties().filter(decided_by=request.user, state__in=reversible)
    return mine.filter(pk=asked).first()


def _decided(request, pk, decide, words):
    link = access.link_to_decide(request.user, pk)
    try:
        apart = decide(link=link, by=request.user, at=timezone.now()).state == PartyLink.State.UNDONE
        messages.success(request, (APART if apart else words).format(a=link.a, b=link.b))
        if apart:
            return see_other("signals:join", pk)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    if request.POST.get("next") == "customer":
        return see_other("signals:customer", link.a.customer.pk)
    if request.POST.get("next") == "decided":
        return see_other("signals:decided")
    return see_other(f"{resolve_url('signals:review')}?{urlencode({'decided': pk})}#suggestion")
