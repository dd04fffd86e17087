"""Checking the answers, freezing, and the document: page, PDF, DOCX, CSV, and the text that was hashed."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from audits import access, services, tables
from audits.asking import items_of
from audits.document.content import content_of, incomplete
from audits.document.drawing import drawn
from audits.document.paper import foot, frozen, kick, name_of, pdf_of, record
from audits.document.word_file import docx_of
from audits.map.geometry import LABELS, SHORT_LABELS
from audits.models import FollowUp
from audits.questions import Section
from audits.report import report_of
from initiatives.models import ActionItem
from people.models import Role
from revenue_arc import exports
from revenue_arc.forms import ActForm
from revenue_arc.pages import render_page, see_other

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def check(request, pk):
    """Every answer with a link to change it, and the button that freezes."""
    one = access.audit_to_read(request.user, pk)
    return _check(request, one)


def _check(request, one, **more):
    report = report_of(one, timezone.now())
    items = items_of(report)
    sections = [(section, [item for item in items if item.section is section]) for section in Section]
    context = {
        "audit": one,
        "sections": [(section, part) for section, part in sections if part],
        "incomplete": incomplete(report),
        "leads": access.may_lead(request.user),
        "latest": one.documents.first(),
    }
    return render_page(request, "audits/check.html", {**context, **more})


@require_POST
def freeze(request, pk):
    """Freeze the accountability map."""
    one = access.audit_to_lead(request.user, pk)
    form = ActForm(request.POST)
    if form.is_valid() and form.carry_out(services.freeze_document, audit=one, by=request.user, at=timezone.now()):
        messages.success(request, f"Frozen as revision {form.result.revision}. It never changes; a later change makes another.")
        return see_other("audits:revision", pk, form.result.revision)
    return _check(request, one, form=form)


@require_safe
def document(request, pk):
    """The latest revision; a draft where none is frozen yet."""
    one = access.audit_to_read(request.user, pk)
    latest = one.documents.select_related("audit__initiative", "audit__lead", "frozen_by").first()
    return _page(request, one, latest) if latest else draft(request, pk)


@require_safe
def draft(request, pk):
    """What the document would say now."""
    one = access.audit_to_read(request.user, pk)
    content = content_of(report_of(one, timezone.now()))
    return render_page(request, "audits/document.html", {**_context(request, one, content), "document": None})


@require_safe
def revision(request, pk, revision):
    """One frozen revision."""
    found = access.document_to_read(request.user, pk, revision)
    return _page(request, found.audit, found)


def _page(request, one, found):
    context = _context(request, one, found.content)
    told = {"document": found, "kick": kick(found), "foot": foot(found), "frozen": frozen(found), "record": record(found)}
    return render_page(request, "audits/document.html", {**context, **told})


def _context(request, one, content):
    latest = one.documents.first()
    return {
        "audit": one,
        "content": content,
        "map": drawn(content["map"]),
        "labels": LABELS,
        "short_labels": SHORT_LABELS,
        "latest": latest,
        "revisions": one.documents.select_related("frozen_by"),
        "leads": access.may_lead(request.user),
        "owner_asked": ActionItem.objects.asking_for_owner(one.initiative).first(),
        "is_ceo": request.user.holds(Role.CEO),
        "follow_ups": FollowUp.objects.filter(row__audit=one).select_related("action_item__person", "row"),
    }


@require_safe
def pdf(request, pk, revision):
    """A revision as a tagged PDF, in A4 or (`?paper=letter`) US Letter."""
    found = access.document_to_read(request.user, pk, revision)
    return _file(pdf_of(found, request.GET.get("paper", "a4")), "application/pdf", name_of(found, "pdf"), "inline")


@require_safe
def word(request, pk, revision):
    """A revision as DOCX."""
    found = access.document_to_read(request.user, pk, revision)
    return _file(docx_of(found), WORD, name_of(found, "docx"))


@require_safe
def register(request, pk, revision):
    """A revision's register as CSV."""
    found = access.document_to_read(request.user, pk, revision)
    return exports.csv_file(f"register-rev-{found.revision}", tables.REGISTER, found.content["register"])


@require_safe
def calendars(request, pk, revision):
    """A revision's calendars as CSV: when each was full, and with what it clashes."""
    found = access.document_to_read(request.user, pk, revision)
    return exports.csv_file(f"calendars-rev-{found.revision}", tables.CALENDARS, found.content["calendars"])


@require_safe
def text(request, pk, revision):
    """The text that was hashed: `sha256sum` of this file gives the record."""
    found = access.document_to_read(request.user, pk, revision)
    return _file(found.text.encode(), "application/json", name_of(found, "json"))


def _file(body, kind, name, shown="attachment"):
    return HttpResponse(body, content_type=kind, headers={"Content-Disposition": f'{shown}; filename="{name}"'})


@require_POST
def start_charter(request, pk):
    """The CEO has 45 days to name the owner: an action item with a date, and the page to do it on."""
    one = access.audit_to_lead(request.user, pk)
    form = ActForm(request.POST)
    if form.is_valid() and form.carry_out(services.start_charter, audit=one, by=request.user, at=timezone.now()):
        item = form.result
        messages.success(request, f"{item.person} names the arc owner by {item.due:%-d %b}. It is on the launch's list.")
        if item.person == request.user:
            return see_other("initiatives:name_owner", one.initiative.slug)
        return see_other("audits:document", pk)
    messages.error(request, " ".join(str(error) for error in form.non_field_errors()))
    return see_other("audits:document", pk)
