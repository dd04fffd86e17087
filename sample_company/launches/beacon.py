"""Beacon: nineteen days after scope lock, going well; its first decision waits for a newcomer to run it."""

from datetime import timedelta
from decimal import Decimal

from django.db import transaction

from initiatives import services
from initiatives.models import Deliverable, Initiative
from people.models import Person
from sample_company.launches.replay import OWNER, Replay, begin
from sample_company.story.days import Days

LOCKED = -19
IN_MARKET = 60
MANDATE = (
    "Priya Raman owns the arc of Beacon. She decides on scope and date with Product and Marketing, and is consulted by "
    "Creative and Sales, who commit to the windows that are written in each handoff."
)
WORDS = {
    "name": "Beacon launch",
    "slug": "beacon",
    "customer_outcome": "A customer's new colleague reaches their first forecast without asking anybody.",
    "revenue_metric": "Expansion revenue from seats added",
    "revenue_target": Decimal(1_500_000),
    "planned_revenue_per_day": Decimal(11_000),
}


@transaction.atomic
def replay_beacon(people: dict[str, Person], days: Days, hour: float, baseline: list[Initiative]) -> Initiative:
    """Beacon up to the anchor."""
    replay = begin(people, days, LOCKED, hour, 24, WORDS, IN_MARKET)
    rights = {"product": "decide", "marketing": "decide", "creative": "consulted", "sales": "consulted"}
    replay.charter(-20, MANDATE, rights, {})
    scope = replay.deliverable("Scope", "product", -18, (-18, 1))
    positioning = replay.deliverable("Positioning", "marketing", 2, (2, 16), (scope,))
    creative = replay.deliverable("Creative", "creative", 4, (17, 36), (positioning,))
    enablement = replay.deliverable("Enablement", "sales", 6, (30, 52), (positioning,))
    expansion = replay.deliverable("Expansion signal", "product", 3, (3, 22), (scope,))
    services.lock_scope(initiative=replay.initiative, by=people[OWNER], at=replay.at(0))
    services.register_baseline(initiative=replay.initiative, launches=baseline, by=people[OWNER], at=replay.at(0, 1))
    for deliverable, name, day in ((scope, "Dana Okafor", -18), (positioning, "Luis Ferreira", 2), (creative, "Mei Tanaka", 4)):
        replay.held(deliverable, name, day)
    replay.held(enablement, "Tom Halvorsen", 7.5)
    replay.held(expansion, "Noor Haddad", 3)
    replay.worked(scope, -18, 2)
    replay.worked(positioning, 2, 16)
    replay.worked(creative, 17)
    replay.worked(expansion, 3)
    hand_over(replay, scope, positioning)
    replay.said(0, "Scope is locked. Every deliverable has a name on it, lead routing and the expansion signal included.")
    replay.said(
        16, "Positioning went to Creative the same morning. One day and a half dark so far: enablement had no name until day 7."
    )
    left(replay, scope)
    replay.action(8, "Bring the enablement outline to the decision.", "Tom Halvorsen", 21)
    return Initiative.objects.get(pk=replay.initiative.pk)


def left(replay: Replay, scope: Deliverable) -> None:
    """Hugo left this morning, with the webinar in his hands and a list that waits for his answer: both are orphaned."""
    webinar = replay.deliverable("Launch webinar", "marketing", 8, (10, 30), (scope,))
    replay.held(webinar, "Hugo Brandt", 8)
    replay.worked(webinar, 10)
    guests = "Names and companies; everybody has agreed to be asked."
    days = timedelta(days=3)
    sides = ("Sofia Lindqvist", "Hugo Brandt")
    replay.offered(webinar, sides, replay.at(17), guests, days, title="Guests of the webinar, first list", batch_size=40)
    at = replay.at(-LOCKED)
    services.record_leaving(person=replay.people["Hugo Brandt"], by=replay.people["Anita Rao"], at=at)


def hand_over(replay: Replay, scope, positioning) -> None:
    """Two transfers inside their windows."""
    window = timedelta(days=1)
    brief = replay.offered(
        scope, ("Dana Okafor", "Luis Ferreira"), replay.at(2), "One page, agreed.", window, title="Scope brief"
    )
    replay.accepted(brief, replay.at(2, 4), window)
    done = "Message and proof, with the three objections answered."
    handoff = replay.offered(
        positioning, ("Luis Ferreira", "Mei Tanaka"), replay.at(16), done, window, title="Positioning brief"
    )
    replay.accepted(handoff, replay.at(16, 3), window)
