"""Reminders, and what goes further up: to the receiver, then to the arc owner, then to the COO; with what nobody owns.

Each step is told once: its message's key says which. Steps run on working hours (rule 10).
"""

from datetime import datetime, timedelta

from django.db import transaction

from initiatives.deadlines import deadlines_of_items, tell
from initiatives.models import ActionItem, Handoff, Initiative
from initiatives.ownership import Kind
from initiatives.reports import ownership_of_initiatives
from initiatives.reports.ownership import OwnershipOfDeliverable
from initiatives.telling import coo_or_ceo, in_utc, who_acts_for, with_delegates
from initiatives.working_hours import WorkingHours
from people.models import Company, Person
from people.outbox import post
from revenue_arc import words

SOON = timedelta(hours=2)


@transaction.atomic
def escalate(*, at: datetime) -> None:
    """Write every reminder and escalation that is due by now. Running it again writes none twice."""
    hours = WorkingHours.of(Company.objects.ours())
    coo = coo_or_ceo(at)
    live = list(Initiative.objects.live().with_owners())
    owners = {initiative.pk: initiative.owner(at) for initiative in live}
    for handoff in Handoff.objects.unanswered().filter(deliverable__initiative__in=live).with_people():
        _about_handoff(handoff, owners.get(handoff.deliverable.initiative_id), coo, hours, at)
    reports = ownership_of_initiatives(live, at)
    for initiative in live:
        for each in reports[initiative.pk].deliverables:
            if since := nobody_since(each):
                _about_nobody(each, initiative, since, owners[initiative.pk], coo, hours, at)
    tell(deadlines_of_items(ActionItem.objects.waiting().with_owners(), at), at=at)


def _about_handoff(handoff: Handoff, owner, coo: list[Person], hours: WorkingHours, at: datetime) -> None:
    """Two working hours before its end to the receiver; at its end to the arc owner; a working day later to the COO."""
    key, path = f"handoff-{handoff.pk}", f"/handoffs/{handoff.pk}/"
    waits = f"{handoff.title}, offered by {handoff.sender} to {handoff.receiver}"
    if at <= handoff.answer_by:
        if hours.between(at, handoff.answer_by) <= SOON:
            to = with_delegates(who_acts_for(handoff.receiver, at), at)
            subject = f"Answer by {in_utc(handoff.answer_by)}: {waits}"
            post(key=f"{key}:soon", kind="due", to=to, subject=subject, path=path, at=at, shared=False)
        return
    dark = f"Dark for {words.duration(at - handoff.offered)}: {waits}"
    everybody = [*who_acts_for(handoff.receiver, at), handoff.sender, *([owner] if owner else coo)]
    post(key=f"{key}:dark", kind="escalated", to=everybody, subject=dark, path=path, at=at)
    if hours.between(handoff.answer_by, at) >= hours.working_day:
        post(key=f"{key}:coo", kind="escalated", to=coo, subject=dark, path=path, at=at)


def _about_nobody(each, initiative, since: datetime, owner, coo: list[Person], hours: WorkingHours, at: datetime) -> None:
    """What nobody holds: at once to the arc owner, a working day later to the COO; without an owner at once to the COO."""
    deliverable = each.deliverable
    key, path = f"deliverable-{deliverable.pk}:dark-{since:%Y%m%dT%H%M}", f"/deliverables/{deliverable.pk}/"
    how = "Nobody has ever held" if each.never_owned else "Nobody holds"
    subject = f"{how} {deliverable} of {initiative}, for {words.duration(at - since)}"
    post(key=f"{key}:owner", kind="escalated", to=[owner] if owner else coo, subject=subject, path=path, at=at)
    if hours.between(since, at) >= hours.working_day:
        post(key=f"{key}:coo", kind="escalated", to=coo, subject=subject, path=path, at=at, shared=False)


def nobody_since(each: OwnershipOfDeliverable) -> datetime | None:
    """Since when nobody has held a deliverable that is needed now; None while somebody does, or an answer is in its window."""
    last = each.segments[-1] if each.segments else None
    waits = last and any(handoff.is_open and not handoff.is_batch for handoff in each.deliverable.handoffs.all())
    return last.start if last and last.kind == Kind.DARK and not waits else None
