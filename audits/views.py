"""The audits, one audit, and starting one."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from audits import access, services
from audits.findings import Reading
from audits.forms import StartForm
from audits.models import Audit
from audits.report import report_of
from revenue_arc.pages import render_page, see_other


@require_safe
def audits(request):
    """Every audit, the newest first."""
    page = Paginator(Audit.objects.newest_first(), 30).get_page(request.GET.get("page"))
    rows = [(audit, audit.day(timezone.localdate()), audit.is_closed(timezone.localdate())) for audit in page]
    return render_page(request, "audits/audits.html", {"page": page, "rows": rows, "may_lead": access.may_lead(request.user)})


@require_http_methods(["GET", "POST"])
def start(request):
    """Begin day 1 of 30 on a live launch."""
    access.must_lead(request.user)
    form = StartForm(request.POST or None, initial={"initiative": request.GET.get("initiative")})
    today = timezone.localdate()
    if form.is_valid() and form.carry_out(services.start_audit, lead=request.user, on=today, at=timezone.now()):
        messages.success(request, f"Day 1 of 30. It closes on {form.result.closes_on:%-d %B}.")
        return see_other("audits:audit", form.result.pk)
    return render_page(request, "audits/start.html", {"form": form})


@require_safe
def audit(request, pk):
    """Where ownership transferred, went dark, never existed: what the record itself says so far."""
    audit, now = access.audit_to_read(request.user, pk), timezone.now()
    report = report_of(audit, now)
    today = timezone.localdate()
    return render_page(
        request,
        "audits/audit.html",
        {
            "audit": audit,
            "day": audit.day(today),
            "closed": audit.is_closed(today),
            "ownership": report.ownership,
            "findings": report.findings,
            "transfers": sum(row.reading is Reading.TRANSFERRED for row in report.findings),
        },
    )
