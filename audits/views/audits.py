"""The audits, the task list of one, its parts, its people."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audits import access, services, tables
from audits.asking import asked_of, items_of, register_rows, unread
from audits.forms import MissingForm, PeopleForm, StartForm
from audits.models import Audit
from audits.questions import Section
from audits.report import report_of
from audits.tally import tally_of
from audits.task_list import tasks_of
from people.models import Message
from revenue_arc import exports, words
from revenue_arc.forms import ActForm, sent
from revenue_arc.pages import render_page, see_other
from signals.access import may_read_messages
from signals.models import Source


@require_safe
def audits(request):
    """Every audit, the newest first."""
    if exports.wanted(request):
        return exports.csv_file("audits", tables.AUDITS, Audit.objects.newest_first())
    page = Paginator(Audit.objects.newest_first(), 30).get_page(request.GET.get("page"))
    today = timezone.localdate()
    rows = [(audit, audit.day(today), audit.is_closed(today)) for audit in page]
    context = {"page": page, "rows": rows, "may_lead": access.may_lead(request.user)}
    context["export"] = exports.offer(request, "api:audit-list")
    return render_page(request, "audits/audits.html", context)


@require_http_methods(["GET", "POST"])
def start(request):
    """Begin day 1 of 30 on a live launch."""
    access.must_lead(request.user)
    now, today = timezone.now(), timezone.localdate()
    form = StartForm(sent(request), initial={"initiative": request.GET.get("initiative")}, at=now, lead=request.user)
    if form.is_valid() and form.carry_out(services.start_audit, on=today, at=now):
        messages.success(request, f"Day 1 of 30. It closes on {form.result.closes_on:%-d %B}. Send the links next.")
        return see_other("audits:people", form.result.pk)
    return render_page(request, "audits/start.html", {"form": form})


@require_safe
def audit(request, pk):
    """The task list: how far each part is, and what the record says so far."""
    now, today = timezone.now(), timezone.localdate()
    one = access.audit_to_read(request.user, pk)
    report = report_of(one, now)
    items = items_of(report)
    mine = asked_of(items, request.user)
    context = {
        "audit": one,
        "day": one.day(today),
        "closed": one.is_closed(today),
        "documents": one.documents.select_related("frozen_by"),
        "tasks": tasks_of(report, items),
        "leads": access.may_lead(request.user),
        "mine": mine,
        "mine_open": [item for item in mine if not item.by(request.user)],
        "to_read": [row for row in register_rows(report) if request.user in unread(report, row)],
        "findings": report.findings,
        "tally": tally_of(report.findings, report.walked),
        "logs": Source.objects.filter(kind="event_log").order_by("name"),
    }
    return render_page(request, "audits/audit.html", context)


@require_safe
def section(request, pk, section):
    """One part of the task list: each question with how far it is; or the rows that both sides read."""
    one = access.audit_to_read(request.user, pk)
    if section not in Section.values or section == Section.INTERVIEWS:
        raise Http404("An audit has no such part.")
    report = report_of(one, timezone.now())
    context = {"audit": one, "section": Section(section), "leads": access.may_lead(request.user)}
    if section == Section.CONFIRM:
        numbered = list(enumerate(report.findings, start=1))
        if exports.wanted(request):
            return exports.csv_file(f"findings-{one.initiative.slug}", tables.FINDINGS, numbered)
        context["export"] = exports.offer(request, "api:audit-findings", pk)
        context["rows"] = [
            (row, [(no, found) for no, found in numbered if found.key == row.key], unread(report, row))
            for row in register_rows(report)
        ]
        return render_page(request, "audits/confirm.html", context)
    if section == Section.HANDOFFS:
        context["unlogged"] = one.unlogged_handoffs.select_related("deliverable", "sender", "receiver", "known_from", "by")
        context["known"] = len(report.earlier)
        context["may_add"] = context["leads"] or one.participants.filter(person=request.user).exists()
    context["items"] = [(item, _known_from(report, item)) for item in items_of(report) if item.section == section]
    return render_page(request, "audits/section.html", context)


def _known_from(report, item):
    """Where the evidence for a question comes from: the log and CRM."""
    return words.listed(list(dict.fromkeys(line.source for line in report.lines(item.question, item.of))))


@require_http_methods(["GET", "POST"])
def people(request, pk):
    """The people of the audit; add some, and send each the link."""
    now = timezone.now()
    one = access.audit_to_lead(request.user, pk) if request.method == "POST" else access.audit_to_read(request.user, pk)
    participants = list(one.participants.select_related("person"))
    form = PeopleForm(sent(request), at=now, known=[each.person for each in participants])
    if form.is_valid() and form.carry_out(services.add_people, audit=one, by=request.user, at=now):
        messages.success(request, f"{len(form.result)} added. They get the link when you send it.")
        return see_other("audits:people", pk)
    rows = _people(report_of(one, now), participants)
    if exports.wanted(request):
        return exports.csv_file(f"people-{one.initiative.slug}", tables.PARTICIPANTS, rows)
    context = {
        "audit": one,
        "rows": rows,
        "export": exports.offer(request),
        "form": form,
        "leads": access.may_lead(request.user),
        "waiting": sum(each.asked_at is None for each in participants),
        "reads_log": may_read_messages(request.user),
    }
    return render_page(request, "audits/people.html", context)


def _people(report, participants):
    """Each with what is asked of them, how much is answered, and the message with the link; one query."""
    items = items_of(report)
    letters = {letter.key: letter for letter in Message.objects.filter(key__in=[each.letter for each in participants])}
    asked = [(each, asked_of(items, each.person)) for each in participants]
    return [
        (each, mine, sum(item.by(each.person) is not None for item in mine), letters.get(each.letter)) for each, mine in asked
    ]


@require_POST
def ask(request, pk):
    """Send the link to everybody who has not got it yet."""
    one = access.audit_to_lead(request.user, pk)
    address = settings.ADDRESS or request.build_absolute_uri("/")
    form = ActForm(request.POST)
    if form.is_valid() and form.carry_out(services.ask_people, audit=one, address=address, by=request.user, at=timezone.now()):
        messages.success(request, f"{words.counted(len(form.result), 'link')} in the outbox, and sent from there.")
    else:
        messages.error(request, " ".join(str(error) for error in form.non_field_errors()))
    return see_other("audits:people", pk)


@require_http_methods(["GET", "POST"])
def add_missing(request, pk):
    """Add a deliverable that the arc needed and nobody had written down."""
    now = timezone.now()
    one = access.audit_to_lead(request.user, pk)
    form = MissingForm(sent(request), initiative=one.initiative)
    if form.is_valid() and form.carry_out(services.add_missing, audit=one, by=request.user, at=now):
        messages.success(request, f"{form.result} is on the list. Who held it is asked next.")
        return see_other("audits:section", pk, Section.ARC.value)
    return render_page(request, "audits/add_missing.html", {"audit": one, "form": form})
