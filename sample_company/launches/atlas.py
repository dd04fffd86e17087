"""Atlas: 53 days after scope lock, nine days dark in two gaps, two jobs that nobody ever owned."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction

from initiatives import services
from initiatives.batches import ItemDraft
from initiatives.models import Deliverable, Initiative
from people.models import Person
from sample_company.auditing import audit_atlas
from sample_company.launches.replay import OWNER, Replay, begin
from sample_company.story.days import Days
from sample_company.story.leads import leads as story_leads

LOCKED = -53
IN_MARKET = 74
DAY = timedelta(days=1)
MANDATE = (
    "Priya Raman owns the arc of Atlas from customer signal to revenue. She decides on scope and on the date, may veto what "
    "goes to customers in its name, and is consulted on how each function staffs it. She answers to me for the outcome."
)
WORDS = {
    "name": "Atlas launch",
    "slug": "atlas",
    "customer_outcome": "A planner sees, on the day a forecast breaks, which order to move, and moves it in one step.",
    "revenue_metric": "Annual recurring revenue from Atlas",
    "revenue_target": Decimal(2_400_000),
    "planned_revenue_per_day": Decimal(18_500),
}


@transaction.atomic
def replay_atlas(people: dict[str, Person], days: Days, hour: float, baseline: list[Initiative], now: datetime) -> Initiative:
    """Atlas up to `now`, the anchor's moment."""
    replay = begin(people, days, LOCKED, hour, 30, WORDS, IN_MARKET)
    rights = {"product": "decide", "marketing": "decide", "creative": "consulted", "sales": "veto"}
    doubt = "Acknowledged. Nobody is named for lead routing, and I cannot answer for leads that reach an empty queue."
    replay.charter(-25, MANDATE, rights, {"sales": doubt})
    parts = deliverables(replay)
    services.lock_scope(initiative=replay.initiative, by=people[OWNER], at=replay.at(0))
    services.register_baseline(initiative=replay.initiative, launches=baseline, by=people[OWNER], at=replay.at(0, 1))
    baton(replay, *parts[:4])
    batches(replay, *parts, now=now)
    news(replay)
    stand_in(people, now)
    audit_atlas(replay)
    return Initiative.objects.get(pk=replay.initiative.pk)


def deliverables(replay: Replay) -> list[Deliverable]:
    """What the launch needs. Lead routing and the expansion signal are needed, planned, and held by nobody."""
    scope = replay.deliverable("Scope", "product", -28, (-28, 1))
    positioning = replay.deliverable("Positioning", "marketing", 2, (2, 14), (scope,))
    creative = replay.deliverable("Creative", "creative", 15, (24, 38), (positioning,))
    enablement = replay.deliverable("Enablement", "sales", 39, (39, 73), (creative,))
    routing = replay.deliverable("Lead routing", "sales", 7, (7, 20), (scope,))
    expansion = replay.deliverable("Expansion signal", "product", -28, (40, 54), (scope,))
    return [scope, positioning, creative, enablement, routing, expansion]


def baton(replay: Replay, scope: Deliverable, positioning: Deliverable, creative: Deliverable, enablement: Deliverable) -> None:
    """Who held the arc, day by day: three transfers, one on the same day, one after six days, one after three."""
    replay.held(scope, "Dana Okafor", -28)
    replay.worked(scope, -28, 2)
    brief = "One page says who it is for, what it does and what it leaves out; open questions are listed."
    handoff = replay.offered(scope, ("Dana Okafor", "Luis Ferreira"), replay.at(2), brief, DAY, title="Scope brief")
    replay.accepted(handoff, replay.at(2, 5), DAY)
    replay.held(positioning, "Luis Ferreira", 2)
    replay.worked(positioning, 2, 15)
    done = "Message, proof and three headlines, agreed with Product."
    handoff = replay.offered(positioning, ("Luis Ferreira", "Mei Tanaka"), replay.at(15), done, DAY, title="Positioning brief")
    replay.held(creative, "Mei Tanaka", 15)
    replay.accepted(handoff, replay.at(21), timedelta(days=3))
    replay.worked(creative, 21, 36)
    kit = "All 18 assets are approved and named; the deck runs in ten minutes."
    handoff = replay.offered(creative, ("Mei Tanaka", "Tom Halvorsen"), replay.at(36), kit, DAY, title="Launch kit")
    replay.accepted(handoff, replay.at(39), timedelta(days=4))
    replay.held(enablement, "Tom Halvorsen", 39)
    replay.worked(enablement, 39)


def batches(replay: Replay, scope, positioning, creative, enablement, routing, expansion, *, now: datetime) -> None:
    """The smaller handoffs, most of them answered in time; the leads of the week before last are dark in Tom's inbox."""
    for number in range(13):
        sides = ("Chloe Martin", "Sofia Lindqvist") if number % 2 else ("Jonas Weber", "Arjun Mehta")
        at = replay.at(23 + number)
        title = f"Atlas assets, set {number + 1}"
        handoff = replay.offered(
            creative, sides, at, "Final files, in both sizes.", DAY, title=title, batch_size=2 + number % 3
        )
        if number in (3, 8):
            replay.rejected(handoff, at + timedelta(hours=4), "below-acceptance-criteria", "The small size is missing.")
        else:
            replay.accepted(handoff, at + timedelta(hours=1 + number % 5), timedelta(hours=6))
    for week in range(4):
        leads(replay, routing, week)
    for number, name in enumerate(("Grace Mbeki", "Diego Santos", "Elena Popova", "Grace Mbeki")):
        at = replay.at(40 + 3 * number)
        handoff = replay.offered(
            enablement, ("Tom Halvorsen", name), at, "Can give the talk alone.", DAY, batch_size=1 + number
        )
        replay.accepted(handoff, at + timedelta(hours=3 + number), DAY)
    for number in range(3):
        at = replay.at(5 + 2 * number)
        handoff = replay.offered(
            scope, ("Noor Haddad", "Sofia Lindqvist"), at, "A sentence a customer says.", DAY, batch_size=3
        )
        replay.accepted(handoff, at + timedelta(hours=2), DAY)
    inbox(replay, scope, creative, routing, now)


def leads(replay: Replay, routing: Deliverable, week: int) -> None:
    """One week's leads, offered in a batch; the second came back for missing companies."""
    at = replay.at(15 + 7 * week)
    size = (84, 92, 97, 101)[week]
    title = f"{size} Atlas MQLs, week {week + 1}"
    handoff = replay.offered(
        routing, ("Sofia Lindqvist", "Elena Popova"), at, "Company and phone filled in.", DAY, title=title, batch_size=size
    )
    if week == 1:
        replay.rejected(handoff, at + timedelta(hours=20), "missing-information", "31 of them name no company.")
    else:
        replay.accepted(handoff, at + timedelta(hours=6 + week))


def leads_routed(days: Days, first: int, last: int) -> list[ItemDraft]:
    """The leads that reached sales from `first` to `last` days ago, by their keys in the sales system."""
    coming = [lead for lead in story_leads(days) if lead.routed and -first <= lead.day <= -last]
    return [ItemDraft(f"00Q{lead.number:09d}", lead.company) for lead in coming]


def inbox(replay: Replay, scope: Deliverable, creative: Deliverable, routing: Deliverable, now: datetime) -> None:
    """What waits for Tom now: the leads that he sent back once, dark; a deck and a page, still in their windows."""
    first, last = replay.date(53 - 13), replay.date(53 - 7)
    title = f"118 Atlas MQLs, batch {first.day} {first:%b} to {last.day} {last:%b}"
    done = "Every lead names a company, a role and the campaign it came from."
    sides = ("Luis Ferreira", "Tom Halvorsen")
    handoff = replay.offered(routing, sides, now - timedelta(days=5), done, DAY, title=title, batch_size=118)
    replay.rejected(handoff, now - timedelta(days=4, hours=3), "missing-information", "No campaign on 40 of them.")
    again = {"title": title, "items": leads_routed(replay.days, 13, 7)}
    replay.offered(routing, sides, now - timedelta(days=2, hours=3), done, DAY, **again)
    deck = {"title": "Enablement deck v2", "batch_size": 1}
    at = now - timedelta(hours=20)
    replay.offered(
        creative, ("Mei Tanaka", "Tom Halvorsen"), at, "Ten minutes, no notes.", timedelta(hours=25, minutes=45), **deck
    )
    page = {"title": "Pricing page copy, final scope", "batch_size": 1}
    at = now - timedelta(hours=4)
    replay.offered(
        scope, ("Dana Okafor", "Tom Halvorsen"), at, "Prices match the order form.", timedelta(hours=28, minutes=45), **page
    )


def stand_in(people: dict[str, Person], now: datetime) -> None:
    """Elena is away this week: Diego answers what is offered to her, in his own name."""
    elena, diego = people["Elena Popova"], people["Diego Santos"]
    if not elena.delegations.exists():
        until = now + timedelta(days=5)
        services.delegate_answers(person=elena, delegate=diego, since=now - DAY, until=until, by=elena, at=now - 2 * DAY)


def news(replay: Replay) -> None:
    """What the owner said as it went, and what is to be done."""
    replay.said(0, "Scope is locked. We are measured against the median of the last five launches: 94 days; the target is 66.")
    replay.said(16, "Positioning is written and offered to Creative. No answer yet.")
    replay.said(22, "Creative has the positioning brief, six days after it was offered: it had gone to a shared inbox.")
    replay.said(
        40, "The launch kit is with Sales, three days after it was ready. Atlas leads are coming in faster than we route them."
    )
    replay.said(
        51, "Leads wait longer each week. Nobody owns lead routing; the rule sends Atlas leads to a queue without members."
    )
    replay.action(22, "Close the shared inbox for briefs; name a receiver on each.", "Luis Ferreira", 26, done=25)
    replay.action(40, "Name who routes Atlas leads.", "Tom Halvorsen", 50)
    replay.action(45, "Find out why the ledger's nightly export stopped.", "Luis Ferreira", 57)
    replay.action(51, "Say who carries the expansion signal back to Product.", "Dana Okafor", 60)
