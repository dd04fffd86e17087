"""What is asked of the reader, and one question a page."""

from django.contrib import messages
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from audits import access, services, wording
from audits.asking import asked_of, items_of, register_rows, unread
from audits.forms import AnswerForm, CalendarForm
from audits.models import Consent, Quote
from audits.questions import ASKED
from audits.report import report_of
from revenue_arc import words
from revenue_arc.forms import sent
from revenue_arc.pages import render_page, see_other


@require_safe
def asked(request, pk):
    """What is asked of the reader: questions, rows to read, and quotes to let be shown."""
    one = access.audit_to_read(request.user, pk)
    report = report_of(one, timezone.now())
    items = asked_of(items_of(report), request.user)
    quotes = Quote.objects.filter(interview__audit=one, interview__person=request.user)
    rows = [row for row in register_rows(report) if request.user in report.sides_of(row)]
    context = {
        "audit": one,
        "items": [(item, item.by(request.user)) for item in items],
        "open": [item for item in items if not item.by(request.user)],
        "rows": [(row, request.user in unread(report, row)) for row in rows],
        "quotes": quotes,
        "consent": Consent,
    }
    return render_page(request, "audits/asked.html", context)


@require_http_methods(["GET", "POST"])
def question(request, pk, item):
    """One question, with the evidence that is there already; it saves by itself where JavaScript runs."""
    now = timezone.now()
    one = access.audit_to_read(request.user, pk)
    report = report_of(one, now)
    put = access.item_to_answer(request.user, report, item)
    made = CalendarForm if ASKED[put.question].needs_periods else AnswerForm
    form = made(sent(request), item=put, at=now, answer=put.by(request.user))
    by_itself = "autosave" in request.GET
    saved = form.is_valid() and form.carry_out(services.save_answer, audit=one, item=put, by=request.user, at=now)
    meanwhile = form.result.meanwhile if saved else []
    if saved and not by_itself:
        messages.success(request, f"Saved at {timezone.localtime(now):%H:%M}.")
        if meanwhile:
            messages.warning(request, also(meanwhile))
        if {"more", "without"} & request.POST.keys():
            return see_other("audits:question", pk, put.slug)
        return next_page(request.user, one, report_of(one, now), put)
    context = {
        "audit": one,
        "item": put,
        "heading": wording.heading(put, one.initiative),
        "hint": wording.hint(put),
        "form": form,
        "evidence": report.lines(put.question, put.of),
        "others": [answer for answer in put.answers if answer.by_id != request.user.pk],
        "mine": put.by(request.user),
        "saved_at": now if saved else None,
        "also": also(meanwhile) if meanwhile else "",
        "deliverables": [each.deliverable for each in report.ownership.deliverables] if not put.of else [],
    }
    return render_page(request, "audits/question.html", context, partial="saved" if by_itself else None)


def also(answers) -> str:
    """That others answered the same question while the reader was at it."""
    names = words.listed([answer.by.name for answer in answers])
    return f"{names} answered this too while you were at it. Both answers are kept."


def next_page(person, audit, report, item):
    """The next question without this person's answer: of those asked of them, else of the same part of the list."""
    items = items_of(report)
    mine = asked_of(items, person) if person in item.asked else [one for one in items if one.section is item.section]
    slugs = [one.slug for one in mine]
    after = mine[slugs.index(item.slug) + 1 :] if item.slug in slugs else mine
    following = next((one for one in after if not one.by(person)), None)
    if following:
        return see_other("audits:question", audit.pk, following.slug)
    if person in item.asked:
        return see_other("audits:asked", audit.pk)
    return see_other("audits:section", audit.pk, item.section.value)
