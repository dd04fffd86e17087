"""Customers: one party out of four systems."""

from functools import partial

from django.core.paginator import Paginator
from django.http import Http404
from django.utils import timezone
from django.views.decorators.http import require_safe

from revenue_arc import exports
from revenue_arc.pages import render_page, see_other
from signals import access, tables
from signals.about import About
from signals.charts import lanes
from signals.counting import newest_count, private_parties, seen_by_all
from signals.coverage import by_function, sentence
from signals.customers import in_lines, open_work, search
from signals.models import PartyLink
from signals.timeline import Place, happenings
from signals.unresolved import MOST_PEOPLE, signals_of_nobody, unresolved, work_of_nobody

CUSTOMERS_A_PAGE, HAPPENINGS_A_PAGE, OPEN_SHOWN = 50, 40, 20
LISTS = {
    "happenings": tables.HAPPENINGS,
    "weeks": tables.CUSTOMER_WEEKS,
    "buying_group": tables.GROUP,
    "open_work": tables.OPEN_WORK,
    "known_as": tables.KNOWN_AS,
}
OF_NOBODY = {
    "people": (tables.PEOPLE_OF_NOBODY, lambda stream: private_parties(stream, MOST_PEOPLE)),
    "work": (tables.WORK_OF_NOBODY, work_of_nobody),
    "signals": (tables.SIGNALS_OF_NOBODY, signals_of_nobody),
}


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
    if (file := _coverage_file(request, function, chosen, stream)) is not None:
        return file
    context = {"covered": chosen, "counted": found, "stream": stream, **(unresolved(stream, request.GET) if stream else {})}
    context["exports"] = {"streams": exports.offer(request, "api:coverage-list", of="streams", function=function)}
    if stream:
        offers = {of: exports.offer(request, f"api:coverage-{of}", stream.number, of=of) for of in OF_NOBODY}
        context["exports"] |= offers
    return render_page(request, "signals/coverage.html", context, partial="records")


def _coverage_file(request, function, covered, stream):
    """The streams of the function, or a list of the chosen one, as a file; None where the page is asked for."""
    of_stream = {of: (columns, partial(rows, stream.number)) for of, (columns, rows) in OF_NOBODY.items()} if stream else {}
    lists: exports.Lists = {"streams": (tables.COVERED, lambda: covered.streams), **of_stream}
    return exports.chosen(request, f"coverage-{function}", lists)


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
    about = About(found, timezone.now())
    lists = {of: (columns, partial(getattr, about, of)) for of, columns in LISTS.items()}
    if (file := exports.chosen(request, f"customer-{pk}", lists)) is not None:
        return file
    shown = happenings(about.parties, Place.read(request.GET.get("after", "")), about.now, HAPPENINGS_A_PAGE + 1)
    context = {
        "customer": found,
        "name": about.name,
        "known": about.known_as,
        "known_in": about.known_in,
        "group": about.buying_group,
        "open": open_work(about.parties, OPEN_SHOWN),
        "links": about.links,
        "lanes": lanes(about.layers, about.since, about.now),
        "happenings": shown[:HAPPENINGS_A_PAGE],
        "older": shown[HAPPENINGS_A_PAGE - 1].place if len(shown) > HAPPENINGS_A_PAGE else None,
        "may_join": access.may_define(request.user),
        "exports": {of: exports.offer(request, f"api:customer-{of}", pk, of=of) for of in LISTS},
    }
    return render_page(request, "signals/customer.html", context, partial="line")
