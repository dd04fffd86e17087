"""What is due for one person, as an iCalendar file: answers, action items, conditions of decisions, meetings, audits."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core import signing
from django.db.models import Q
from django.http import Http404
from icalendar import Calendar, Event

from audits.models import DAYS, Audit, Interview
from audits.report import company_zone
from audits.services.links import asked_path
from initiatives.models import ActionItem, Handoff
from people.models import Person
from scorecards.models import Condition, Meeting

SALT = "calendar of what is due"
MEETING = timedelta(minutes=45)


def token_of(person: Person) -> str:
    """The signed part of a person's calendar address; blank where they have none."""
    return signing.dumps([person.pk, person.feed], salt=SALT) if person.feed else ""


def person_of(token: str) -> Person:
    """Whose address it is. Raises Http404 for one that was revoked, is not ours, or whose person has left."""
    try:
        pk, feed = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        raise Http404("No such calendar.") from None
    person = Person.objects.filter(pk=pk, feed=feed, is_active=True).exclude(feed=0).first()
    if person is None:
        raise Http404("This calendar address was revoked.")
    return person


def calendar_of(person: Person, at: datetime) -> bytes:
    """The file: what is due for this person now and later, each entry under a name that stays; a fixed number of queries."""
    calendar = Calendar()
    calendar.add("prodid", "-//Revenue Arc//what is due//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"Revenue Arc: {person.name}")
    for uid, summary, start, path in _due(person, at):
        event = Event()
        event.add("uid", f"{uid}@revenue-arc")
        event.add("dtstamp", at)
        event.add("summary", summary)
        event.add("dtstart", start)
        event.add("dtend", start + (MEETING if isinstance(start, datetime) else timedelta(days=1)))
        if settings.ADDRESS:
            event.add("url", settings.ADDRESS + path)
        calendar.add_component(event)
    return calendar.to_ical()


def _due(person: Person, at: datetime) -> Iterator[tuple[str, str, datetime | date, str]]:
    """Each with its name, its words, when, and its page."""
    for handoff in Handoff.objects.waiting_on(person, at).with_people().darkest_first(at):
        yield f"handoff-{handoff.pk}", f"Answer: {handoff.title}", handoff.answer_by, f"/handoffs/{handoff.pk}/"
    items = ActionItem.objects.open().filter(person=person, initiative__stopped_at=None).select_related("initiative")
    for item in items:
        yield f"action-{item.pk}", f"{item.initiative}: {item.text}", item.due, f"/initiatives/{item.initiative.slug}/"
    conditions = Condition.objects.filter(person=person, met_at=None).select_related("decision__meeting__initiative")
    for one in conditions:
        meeting = one.decision.meeting
        yield f"condition-{one.pk}", f"{meeting.initiative}: {one.text}", one.due, f"/meetings/{meeting.pk}/"
    for meeting in Meeting.objects.filter(decided_at=None).select_related("initiative"):
        summary = f"Decide on {meeting.initiative}: {meeting.question}"
        yield f"meeting-{meeting.pk}", summary, meeting.scheduled_for, f"/meetings/{meeting.pk}/"
    yield from _audits(person, at.astimezone(company_zone()).date())


def _audits(person: Person, today: date) -> Iterator[tuple[str, str, date, str]]:
    """Day 30 of each audit that has not closed: its lead's, and that of everybody who is asked; and interviews to come."""
    running = Q(starts_on__gt=today - timedelta(days=DAYS))
    mine = Q(lead=person) | Q(participants__person=person)
    for audit in Audit.objects.filter(running, mine).select_related("initiative").distinct():
        what = "closes" if audit.lead_id == person.pk else "closes: answer what is asked of you"
        page = f"/audits/{audit.pk}/" if audit.lead_id == person.pk else asked_path(audit)
        yield f"audit-{audit.pk}", f"Day {DAYS}, the audit of {audit.initiative} {what}", audit.closes_on, page
    planned = Interview.objects.filter(Q(person=person) | Q(by=person), held_on__gte=today)
    for one in planned.select_related("audit__initiative", "person", "by"):
        if one.is_planned:
            other = one.by if one.person_id == person.pk else one.person
            summary = f"Interview with {other}, audit of {one.audit.initiative}"
            yield f"interview-{one.pk}", summary, one.held_on, f"/audits/{one.audit_id}/interviews/"
