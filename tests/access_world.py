"""One launch with something behind every address of the site: what the access tests ask about."""

from dataclasses import dataclass
from datetime import timedelta

import zstandard

from audits import services as audits
from initiatives import services as initiatives
from initiatives.models import Deliverable, Reason
from people.models import Message
from scorecards import services
from scorecards.calendar import token_of
from signals.models import Intake, PartyLink, RawPage, Resource, Source
from signals.sampling import Sample, packed
from signals.services import add_webhook, link_work, start_draft
from tests.scorecards.conftest import NOW, Launch
from tests.signals.rows import a_customer, a_source, some_work

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class World:
    """What each part of an address stands for: by the name of the argument, or by the word before `<int:pk>`."""

    words: dict[str, int | str]

    def arguments(self, route: str, converters) -> dict[str, int | str]:
        """The arguments of an address that make it lead somewhere."""
        before = route.partition("<int:pk>")[0].rstrip("/").rpartition("/")[2]
        return {name: self.words[before if name == "pk" else name] for name in converters}


def build(launch: Launch) -> World:
    """Atlas, held once and about to be decided again; a handoff from the member to the head of sales."""
    staff = launch.staff
    launch.make_ready()
    draft = services.ConditionDraft(text="CAC is read", person=staff.sales, due=(NOW + timedelta(days=6)).date())
    hold = launch.do(services.decide_hold, staff.owner, until=NOW + timedelta(days=7), conditions=[draft])
    _name_the_owner_again(launch)
    meeting = services.schedule_meeting(
        initiative=launch.initiative, question="Now?", scheduled_for=launch.at() + HOUR, of=4, by=staff.owner, at=launch.at()
    )
    services.open_meeting(meeting=meeting, by=staff.owner, at=launch.at())
    waiver = services.ask_waiver(
        meeting=meeting,
        requirement="present:creative",
        reason="She is on leave.",
        expires_at=NOW + timedelta(days=3),
        by=staff.owner,
        at=launch.at(),
    )
    return World(
        {
            "slug": launch.initiative.slug,
            "key": "nrr",
            "other": "time_to_value",
            "people": staff.member.pk,
            "actions": _an_action(launch).pk,
            "deliverables": Deliverable.objects.get(name="Enablement").pk,
            "handoffs": _a_handoff(launch).pk,
            "reasons": Reason.objects.filter(kind="handoff").first().pk,
            "kind": "lead",
            "messages": _a_message(launch).pk,
            "webhooks": Message.objects.get(kind="test").webhook_id,
            "token": _a_calendar(launch),
            "delegations": _a_delegation(launch).pk,
            "decisions": hold.pk,
            "meetings": meeting.pk,
            "waivers": waiver.pk,
            "conditions": hold.conditions.get().pk,
        }
        | _an_audit(launch)
        | _signals()
        | _holders(launch)
        | {"drafts": _a_draft(staff.administrator), "number": 0}
    )


def _name_the_owner_again(launch: Launch) -> None:
    """So that there is a charter that no head has acknowledged yet."""
    staff, initiative = launch.staff, launch.initiative
    initiatives.name_owner(
        initiative=initiative,
        owner=staff.owner,
        mandate="Own the arc.",
        rights=dict.fromkeys(staff.heads, "decide"),
        replaces=initiative.charter_in_force(NOW),
        by=staff.ceo,
        at=launch.at(),
    )


def _an_action(launch: Launch):
    staff = launch.staff
    return initiatives.add_action_item(
        initiative=launch.initiative, text="Call the bank.", person=staff.member, due=NOW.date(), by=staff.owner, at=NOW
    )


def _a_handoff(launch: Launch):
    staff, now = launch.staff, launch.at()
    onboarding = initiatives.add_deliverable(
        initiative=launch.initiative, name="Onboarding", function="marketing", by=staff.owner, at=now
    )
    initiatives.name_holder(deliverable=onboarding, person=staff.member, by=staff.owner, at=now)
    offered = initiatives.offer_handoff(
        deliverable=onboarding, receiver=staff.sales, acceptance_criteria="Ten videos.", by=staff.member, at=launch.at()
    )
    now = launch.at()
    pending = initiatives.answer_soon(handoff=offered, answer="accepted", by=staff.sales, at=now)
    initiatives.undo_answer(pending=pending, by=staff.sales, at=now)
    return offered


def _an_audit(launch: Launch) -> dict[str, int | str]:
    """An audit of Atlas: the head of sales is one side of its row, and the member was interviewed."""
    staff = launch.staff
    audit = audits.start_audit(initiative=launch.initiative, lead=staff.coo, on=NOW.date(), at=launch.at())
    row = audit.rows.get(deliverable__name="Enablement", handoff=None)
    interview = audits.record_interview(audit=audit, person=staff.member, held_on=NOW.date(), by=staff.coo, at=launch.at())
    quote = audits.add_quote(interview=interview, text="I found it.", rows=[row], by=staff.coo, at=launch.at())
    audits.freeze_document(audit=audit, by=staff.coo, at=launch.at())
    words = {"revision": 1, "audits": audit.pk, "section": "walk", "item": "calendar-sales", "rows": row.pk}
    return words | {"interviews": interview.pk, "quotes": quote.pk}


def _a_delegation(launch: Launch):
    """The head of sales stands in for the member next week."""
    staff = launch.staff
    week = NOW + timedelta(days=7)
    return initiatives.delegate_answers(
        person=staff.member, delegate=staff.sales, since=week, until=week + timedelta(days=7), by=staff.member, at=NOW
    )


def _a_message(launch: Launch) -> Message:
    """One that could not be sent to a webhook."""
    staff = launch.staff
    webhook, _ = add_webhook(name="Chat", style="slack", address="https://chat.example.com/x", by=staff.administrator, at=NOW)
    told = {"kind": "test", "subject": "x", "created_at": NOW, "due_at": NOW, "state": "failed"}
    return Message.objects.create(key="x", webhook=webhook, **told)


def _a_calendar(launch: Launch) -> str:
    """The address of the member's calendar."""
    member = launch.staff.member
    member.feed = member.feeds_made = 1
    member.save()
    return token_of(member)


def _signals() -> dict[str, int]:
    source = a_source("Shop")
    Source.objects.filter(pk=source.pk).update(kind="webhook")
    pull = source.pulls.get()
    payload = zstandard.ZstdCompressor().compress(b'{"name": "Acme"}')
    page = RawPage.objects.create(pull=pull, stream=source.streams.get(), number=1, rows=1, payload=payload)
    parties = [a_customer(source, name, page_id=page.pk, ordinal=0) for name in ("Acme", "ACME Inc")]
    link = PartyLink.objects.create(a=parties[0], b=parties[1], state="suggested", evidence="Their names.", made_at=NOW)
    return {
        "sources": source.pk,
        "name": Intake.objects.create(source=source).name,
        "pulls": pull.pk,
        "streams": source.streams.get().pk,
        "coverage": source.streams.get().pk,
        "customers": parties[0].pk,
        "joins": link.pk,
        "links": link.pk,
        "function": "sales",
        "page": page.pk,
        "ordinal": 0,
    }


def _holders(launch: Launch) -> dict[str, int]:
    """Work that stands for the deliverable, and whom its history names."""
    source = a_source("Tracker")
    work = some_work(source, 1, kind="issue", events=[("holder", "Somebody", "", NOW)], title="Enablement kit")
    deliverable = Deliverable.objects.get(name="Enablement")
    link = link_work(deliverable=deliverable, work=work, by=launch.staff.sales, at=NOW)
    return {"work-links": link.pk, "resources": Resource.objects.get().pk}


def _a_draft(administrator) -> int:
    entry = {"name": "Leads", "settings": {"tap": "/nowhere"}, "streams": [{"name": "leads"}]}
    draft = start_draft(kind="singer", by=administrator, at=NOW, entry=entry)
    draft.sample = packed({"leads": Sample(['{"id": "1", "name": "Acme"}'], flat=False)})
    draft.save()
    return draft.pk
