"""Customers: one party out of four systems."""

from datetime import timedelta

from django.core.paginator import Paginator
from django.http import Http404
from django.utils import timezone
from django.views.decorators.http import require_safe

from revenue_arc import exports
from revenue_arc.pages import render_page, see_other
from signals import access, tables
from signals.buying_group import buying_group
from signals.charts import lanes
from signals.counting import newest_count, seen_by_all
from signals.coverage import by_function, sentence
from signals.customers import in_lines, known_as, links_of, name_of, open_work, search
from signals.models import Party, PartyLink
from signals.timeline import Place, happenings, layers
from signals.unresolved import unresolved

CUSTOMERS_A_PAGE, HAPPENINGS_A_PAGE, OPEN_SHOWN, WEEKS = 50, 40, 20, 52


@require_safe
def customers(request):
    """Every customer with the systems that know it; searchable by name, domain or id."""
    words = request.GET.get("q", "").strip()[:200]
    by_all = request.GET.get("seen") == "all"
    found = search(words).filter(pk__in=seen_by_all()) if by_all else search(words)
    if exports.wanted(request):
        return exports.csv_file("customers", tables.CUSTOMERS, exports.in_batches(found, in_lines))
    page = Paginator(found, CUSTOMERS_A_PAGE).get_page(request.GET.get("page"))
    context = {"lines": in_lines(page.object_list), "page": page, "q": words, "by_all": by_all, **_coverage()}
    context["waiting"] = PartyLink.objects.to_decide().count()
    context["export"] = exports.offer(request, "api:customer-list", q=words, seen="all" if by_all else "")
    return render_page(request, "signals/customers.html", context, partial="found")


@require_safe
def coverage(request, function):
    """What of one function's records leads to no customer: its streams, and the records of the one that is chosen."""
    found, streams = newest_count()
    chosen = next((one for one in by_function(streams) if (one.function or "shared") == function), None)
    if chosen is None:
        raise Http404("There is no such function.")
    asked = request.GET.get("stream", "")
    most = max(chosen.streams, key=lambda stream: stream.records - stream.resolved, default=None)
    stream = next((one for one in chosen.streams if str(one.number) == asked), most)
    context = {"covered": chosen, "counted": found, "stream": stream, **(unresolved(stream, request.GET) if stream else {})}
    return render_page(request, "signals/coverage.html", context, partial="records")


def _coverage():
    """The shares by function and their sentence, of the newest count."""
    found, streams = newest_count()
    covered = by_function(streams)
    return {"coverage": found, "covered": covered, "sentence": sentence(covered)}


@require_safe
def customer(request, pk):
    """One customer: its buying group, its open work, its four layers on one time line, known as what and where."""
    found = access.customer_to_read(request.user, pk)
    if found.pk != pk:
        return see_other("signals:customer", found.pk)
    known = known_as([found])[found.pk]
    parties = [item.party for item in known]
    links, now = links_of(parties), timezone.now()
    shown = happenings(parties, Place.read(request.GET.get("after", "")), now, HAPPENINGS_A_PAGE + 1)
    since = now - timedelta(weeks=WEEKS)
    context = {
        "customer": found,
        "name": name_of(found, known),
        "known": [item for item in known if item.party.kind != Party.Kind.PERSON],
        "group": buying_group(known, links),
        "open": open_work(parties, OPEN_SHOWN),
        "links": links,
        "lanes": lanes(layers(parties, since), since, now),
        "happenings": shown[:HAPPENINGS_A_PAGE],
        "older": shown[HAPPENINGS_A_PAGE - 1].place if len(shown) > HAPPENINGS_A_PAGE else None,
        "may_join": access.may_define(request.user),
    }
    return render_page(request, "signals/customer.html", context, partial="line")
