"""The company's working hours: everybody reads them, administrators and the COO set them."""

from datetime import timedelta

from django.contrib import messages
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from initiatives import access, services
from initiatives.forms import CompanyForm
from initiatives.forms.company import DAYS
from initiatives.working_hours import WorkingHours
from people.models import Company
from revenue_arc.forms import sent
from revenue_arc.history import changes_of
from revenue_arc.pages import render_page, see_other

YEAR = timedelta(days=365)


@require_http_methods(["GET", "POST"])
def company(request):
    """When the company works, its days off in the coming year, and what that makes of an offer of now."""
    now = timezone.now()
    sets = access.may_set_working_hours(request.user, now)
    if request.method == "POST":
        access.require_may_set_working_hours(request.user, now)
    ours = Company.objects.ours()
    form = CompanyForm(sent(request), company=ours) if sets else None
    if form and form.is_valid() and form.carry_out(services.set_working_hours, by=request.user, at=now):
        messages.success(request, "Saved. New offers run on these hours; open ones keep their end.")
        return see_other("initiatives:company")
    hours, today = WorkingHours.of(ours), timezone.localdate(now)
    context = {
        "company": ours,
        "form": form,
        "days": [DAYS[day - 1] for day in sorted(ours.working_days)],
        "days_off": ours.days_off.between(today, today + YEAR),
        "due": hours.add(now, hours.working_day),
        "running": hours.works_at(now),
        "changes": changes_of(ours, limit=20) if ours.pk and not ours._state.adding else [],
    }
    return render_page(request, "initiatives/company.html", context)
