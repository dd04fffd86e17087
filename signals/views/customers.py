"""Customers: one party out of four systems."""

from datetime import timedelta

from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_safe

from revenue_arc import exports
from revenue_arc.pages import render_page
from signals import access, tables
from signals.charts import lanes
from signals.customers import happenings, in_lines, known_as, layers, links_of, name_of, search, seen_by_all

CUSTOMERS_A_PAGE, HAPPENINGS_A_PAGE, WEEKS = 50, 40, 52


@require_safe
def customers(request):
    """Every customer with the systems that know it; searchable by name, domain or id."""
    words = request.GET.get("q", "").strip()[:200]
    if exports.wanted(request):
        return exports.csv_file("customers", tables.CUSTOMERS, exports.in_batches(search(words), in_lines))
    page = Paginator(search(words), CUSTOMERS_A_PAGE).get_page(request.GET.get("page"))
    total, by_all = seen_by_all()
    context = {"lines": in_lines(page.object_list), "page": page, "q": words, "total": total, "by_all": by_all}
    context["export"] = exports.offer(request, "api:customer-list", q=words)
    return render_page(request, "signals/customers.html", context, partial="found")


@require_safe
def customer(request, pk):
    """One customer: known as what, where; its four layers on one time line."""
    found = access.customer_to_read(request.user, pk)
    known = known_as([found])[found.pk]
    parties = [item.party for item in known]
    now = timezone.now()
    before = parse_datetime(request.GET.get("before", "")) or now
    shown = happenings(parties, before if timezone.is_aware(before) else now, HAPPENINGS_A_PAGE)
    since = now - timedelta(weeks=WEEKS)
    context = {
        "customer": found,
        "name": name_of(found, known),
        "known": known,
        "links": links_of(parties),
        "lanes": lanes(layers(parties, since), since, now),
        "happenings": shown,
        "older": shown[-1].at if len(shown) == HAPPENINGS_A_PAGE else None,
        "may_join": access.may_define(request.user),
    }
    return render_page(request, "signals/customer.html", context, partial="line")
