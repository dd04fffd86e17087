"""One row of the register: read by both sides, noted on by the lead, made an action item."""

from django.contrib import messages
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audits import access, services
from audits.forms import AnnotateForm, ConfirmForm, FollowUpForm, UnloggedForm
from audits.models import Consent, FollowUp
from audits.questions import Section
from audits.report import report_of
from revenue_arc.forms import sent
from revenue_arc.pages import render_page, see_other


def _page(request, one, report, **more):
    """The row with its evidence, its answers and what has been said of it."""
    numbered = [(number, found) for number, found in enumerate(report.findings, start=1) if found.key == one.key]
    said = [quote for quote in report.quotes_of(one) if quote.consent == Consent.GIVEN]
    sides, leads = report.sides_of(one), access.may_lead(request.user)
    spoken = report.confirmations_of(one)
    context = {
        "audit": one.audit,
        "row": one,
        "findings": numbered,
        "evidence": [line for line in report.evidence if line.of == one.key],
        "answers": [answer for answer in report.answers if answer.row_id == one.pk],
        "quotes": said,
        "sides": [(person, [word for word in spoken if word.by == person]) for person in sides],
        "notes": report.annotations_of(one),
        "follow_ups": FollowUp.objects.filter(row=one).select_related("action_item__person"),
        "confirm_form": ConfirmForm() if request.user in sides and numbered else None,
        "annotate_form": AnnotateForm(auto_id="note_%s") if leads else None,
        "leads": leads,
    }
    return render_page(request, "audits/row.html", {**context, **more})


@require_http_methods(["GET", "POST"])
def add_unlogged(request, pk):
    """Write down a handoff that is in no log."""
    now = timezone.now()
    one = access.audit_to_add_to(request.user, pk)
    form = UnloggedForm(sent(request), audit=one, at=now, by=request.user)
    if form.is_valid() and form.carry_out(services.add_unlogged, audit=one, by=request.user, at=now):
        messages.success(request, f"{form.result.what} is kept beside the record, with your name.")
        return see_other("audits:section", pk, Section.HANDOFFS.value)
    return render_page(request, "audits/unlogged.html", {"audit": one, "form": form})


@require_safe
def row(request, pk):
    """What the evidence shows, and what both sides say of it."""
    one = access.row_to_read(request.user, pk)
    return _page(request, one, report_of(one.audit, timezone.now()))


@require_POST
def confirm(request, pk):
    """One side confirms, corrects or disputes."""
    now = timezone.now()
    one = access.row_to_read(request.user, pk)
    report = report_of(one.audit, now)
    access.require_side(request.user, one, report)
    form = ConfirmForm(request.POST)
    if form.is_valid() and form.carry_out(services.confirm_row, row=one, by=request.user, at=now):
        messages.success(request, "Kept on the row, with your name.")
        return see_other("audits:asked", one.audit_id)
    return _page(request, one, report, form=form, confirm_form=form)


@require_POST
def annotate(request, pk):
    """The lead notes something, or sets the reading against the evidence with a reason."""
    now = timezone.now()
    one = access.row_to_lead(request.user, pk)
    form = AnnotateForm(request.POST, auto_id="note_%s")
    if form.is_valid() and form.carry_out(services.annotate_row, row=one, by=request.user, at=now):
        messages.success(request, "Noted on the row, with your name.")
        return see_other("audits:row", pk)
    return _page(request, one, report_of(one.audit, now), form=form, annotate_form=form)


@require_http_methods(["GET", "POST"])
def follow_up(request, pk):
    """Make an action item of a row, with one name."""
    now = timezone.now()
    one = access.row_to_act_on(request.user, pk)
    form = FollowUpForm(sent(request), at=now)
    if form.is_valid() and form.carry_out(services.follow_up, row=one, by=request.user, at=now):
        messages.success(request, f"{form.result.action_item.person} has it, due {form.result.action_item.due:%-d %b}.")
        return see_other("audits:row", pk)
    return render_page(request, "audits/follow_up.html", {"row": one, "audit": one.audit, "form": form})
