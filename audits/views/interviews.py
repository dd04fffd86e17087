"""Interviews, quotes, and the consent of those who said them."""

from django.contrib import messages
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from audits import access, services
from audits.forms import ConsentForm, DayForm, InterviewForm, QuoteForm
from audits.models import Consent
from revenue_arc.forms import sent
from revenue_arc.pages import render_page, see_other


@require_http_methods(["GET", "POST"])
def interviews(request, pk):
    """Every interview; the lead writes down another."""
    now = timezone.now()
    one = access.audit_to_lead(request.user, pk) if request.method == "POST" else access.audit_to_read(request.user, pk)
    form = InterviewForm(sent(request), at=now, today=timezone.localdate())
    if form.is_valid() and form.carry_out(services.record_interview, audit=one, by=request.user, at=now):
        if form.result.is_planned:
            messages.success(request, f"{form.result} on {form.result.held_on:%-d %B}. {form.result.person.name} is told.")
            return see_other("audits:interviews", pk)
        messages.success(request, f"{form.result}. Write down what was said.")
        return see_other("audits:interview", form.result.pk)
    held = one.interviews.select_related("person", "by").prefetch_related("quotes")
    context = {"audit": one, "interviews": held, "form": form, "leads": access.may_lead(request.user), "consent": Consent}
    return render_page(request, "audits/interviews.html", context)


@require_http_methods(["GET", "POST"])
def interview(request, pk):
    """One interview: what was said, and which rows it supports."""
    now = timezone.now()
    held = access.interview_to_lead(request.user, pk)
    form = QuoteForm(sent(request), audit=held.audit)
    if form.is_valid() and form.carry_out(services.add_quote, interview=held, by=request.user, at=now):
        shown = form.result.consent == Consent.GIVEN
        messages.success(request, "Kept." if shown else f"Kept. {held.person} is asked whether it may be shown.")
        return see_other("audits:interview", pk)
    return _page(request, held, form=form, quote_form=form)


@require_POST
def move(request, pk):
    """Another day for an interview, or the day on which it was held."""
    held = access.interview_to_lead(request.user, pk)
    form = DayForm(request.POST)
    if form.is_valid() and form.carry_out(services.move_interview, interview=held, by=request.user, at=timezone.now()):
        messages.success(request, f"Its day is {form.result.held_on:%-d %B}.")
        return see_other("audits:interview", pk)
    return _page(request, held, form=form, day_form=form)


def _page(request, held, **forms):
    """The interview: its day while nothing is written down, what was said once the day has come."""
    quotes = held.quotes.prefetch_related("rows__deliverable", "rows__handoff")
    context = {
        "interview": held,
        "audit": held.audit,
        "quotes": quotes,
        "day_form": None if quotes else DayForm(initial={"held_on": held.held_on}),
        "quote_form": None if held.held_on > timezone.localdate() else QuoteForm(audit=held.audit),
    }
    return render_page(request, "audits/interview.html", {**context, **forms})


@require_POST
def consent(request, pk):
    """The one who said it lets the document show it, or not."""
    quote = access.quote_to_consent_to(request.user, pk)
    form = ConsentForm(request.POST)
    if form.is_valid() and form.carry_out(services.answer_consent, quote=quote, by=request.user, at=timezone.now()):
        shown = form.result.consent == Consent.GIVEN
        messages.success(request, "The document may show it." if shown else "It is left out.")
    else:
        messages.error(request, "Choose whether it may be shown. Nothing was changed.")
    return see_other("audits:asked", quote.interview.audit_id)
