"""The meetings: two earlier decisions of Atlas, its HOLD of today, and Beacon's first, left for a newcomer to run."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from initiatives.models import Initiative
from people.models import Person
from sample_company.cast import cast
from sample_company.evidencing import bring_evidence
from sample_company.founding import TILES
from sample_company.launches.replay import HEADS, OWNER
from sample_company.room import Answers, Room
from sample_company.story.customers import customers
from sample_company.story.days import ZONE
from scorecards.models import Comparator, Meeting
from scorecards.services import ConditionDraft, schedule_meeting
from signals.models import Metric, Party, PartyLink, Pull, Source
from signals.recompute import recompute_as_of, recompute_live
from signals.services import reject_join
from signals.shown import ShownReading, shared_readings

GO, HOLD = "go", "hold"
LOOK_EVERY_SECONDS = 1.0


def meet(*, patience: int, say: Callable[[str], object], now: Callable[[], datetime] = timezone.now) -> None:
    """Hold what is not held yet. Waits up to `patience` seconds for the readings; says so if they do not come."""
    people = cast()
    bring_evidence(people, now)
    atlas, beacon = (Initiative.objects.get(slug=slug) for slug in ("atlas", "beacon"))
    if not Meeting.objects.filter(initiative=atlas, decided_at__isnull=False, number=3).exists():
        if not wait_for_readings(patience, say, now):
            say(
                "The readings are not all there yet, so Atlas's meeting was not held. Run: python manage.py sample_company meet"
            )
            return
        bring_evidence(people, now)
        earlier(atlas, people)
        today(atlas, people, now)
        say("Atlas is on HOLD: three heads call HOLD, marketing calls GO, dissents and commits.")
    if not Meeting.objects.filter(initiative=beacon).exists():
        at = now()
        question = f"Start the Beacon campaign on {day_of(at + timedelta(days=12))}?"
        when = (at + timedelta(days=1)).astimezone(ZONE).replace(hour=10, minute=0, second=0, microsecond=0)
        schedule_meeting(initiative=beacon, question=question, scheduled_for=when, of=3, by=people[OWNER], at=at)
    keep_apart(people, patience, say, now)
    say(f"Beacon's first decision waits for you: open it as {OWNER}, come into the room as each of the four heads.")
    say((Path(settings.VAR_DIR) / "sign-in.txt").read_text())


def wait_for_readings(patience: int, say: Callable[[str], object], now: Callable[[], datetime]) -> bool:
    """Whether every source was pulled and every reading of Atlas has a value, within `patience` seconds."""
    ends, said = time.monotonic() + patience, ""
    while True:
        pulled = Source.objects.filter(last_success_at__isnull=False).count()
        if pulled == Source.objects.count():
            recompute_live(at=now())
        rows = sum(Pull.objects.values_list("rows_read", flat=True))
        unknown = [shown.name for shown in shared_readings(TILES["atlas"], now()) if shown.state == "unknown"]
        if pulled == Source.objects.count() and not unknown:
            return True
        line = f"{pulled} of {Source.objects.count()} sources pulled, {rows:,} rows read so far"
        if line != said:
            say(line)
            said = line
        if time.monotonic() > ends:
            return False
        time.sleep(LOOK_EVERY_SECONDS)


def keep_apart(people: dict[str, Person], patience: int, say: Callable[[str], object], now: Callable[[], datetime]) -> None:
    """Sales says that the two look-alikes are two, once the worker has suggested that they are one."""
    twins = [twin.key("crm").lower() for twin in customers()[-2:]]
    parties = Party.objects.filter(keys__namespace="crm_account", keys__value__in=twins)
    roots = {party.joined_to_id or party.pk for party in parties}
    ours = Party.objects.filter(Q(pk__in=roots) | Q(joined_to__in=roots))
    links = PartyLink.objects.filter(a__in=ours, b__in=ours)
    ends = time.monotonic() + patience
    while not links.filter(state__in=[PartyLink.State.SUGGESTED, PartyLink.State.REJECTED]).exists():
        if time.monotonic() > ends:
            say("The names of the customers were not compared yet: look at Customers in a few minutes.")
            return
        current_app.send_task("signals.tasks.suggest_joins", retry=False)
        time.sleep(LOOK_EVERY_SECONDS)
    for link in links.to_decide():
        reject_join(link=link, by=people[HEADS["sales"]], at=now())
    say(f"{PartyLink.objects.to_decide().count()} customers may be one with another: a head decides, on the page Customers.")


@transaction.atomic
def earlier(atlas: Initiative, people: dict[str, Person]) -> None:
    """The first two decisions, on the readings of their days."""
    locked: datetime = atlas.scope_locked_at  # type: ignore[assignment]  # Atlas was locked when it was created
    if not Meeting.objects.filter(initiative=atlas, number=1).exists():
        room = Room(atlas, people, locked + timedelta(hours=2), "Go on with this scope?")
        recompute_as_of(metric_keys=TILES["atlas"], at=room.at)
        room.hold_meeting(
            ["No reading is off target, and leads are called within the hour. The scope is one that four functions can staff."],
            Answers({"product": (GO, "The scope is what customers asked for.", 85)}, default=(GO, "We can staff this.", 75)),
        )
        room.go()
    if not Meeting.objects.filter(initiative=atlas, number=2).exists():
        room = Room(atlas, people, locked + timedelta(days=30, hours=2), "Open early access to all who ask?")
        recompute_as_of(metric_keys=TILES["atlas"], at=room.at)
        room.hold_meeting(
            ["Leads come faster than before, and wait longer. Early access can open; routing has to follow."],
            Answers({"sales": (HOLD, "Nobody is named to route what comes in.", 70)}, default=(GO, "Demand is there.", 70)),
        )
        drafts = [
            ConditionDraft("Routing of Atlas leads has a name", people["Tom Halvorsen"], (room.at + timedelta(days=9)).date())
        ]
        room.hold(room.at + timedelta(days=10), drafts)


@transaction.atomic
def today(atlas: Initiative, people: dict[str, Person], now: Callable[[], datetime]) -> None:
    """The decision of the anchor: demand is there, the handoff to sales is not."""
    at = now()
    room = Room(atlas, people, at, f"In market on {day_of(at + timedelta(days=21))}?", number=3, of=4, clock=now)
    readings = {shown.key: shown for shown in shared_readings(TILES["atlas"], at)}
    paid = f"Paid media starts {day_of(at + timedelta(days=17), weekday=False)}."
    calls = Answers(
        {
            "product": (HOLD, "Scope is ready. Nobody is there to pick up the lead.", 80),
            "marketing": (GO, paid, 65),
            "creative": (HOLD, "Assets done 2 days early. A week costs us nothing.", 75),
            "sales": (HOLD, "Routing rule sends Atlas leads to an empty queue.", 90),
        },
        dissents={"marketing": paid},
    )
    drafts = [
        "Leads wait too long.",
        "Leads wait for Sales, because the route to Sales has no owner.",
        interpretation(readings),
    ]
    room.hold_meeting(drafts, calls)
    metrics = {metric.key: metric for metric in Metric.objects.filter(key__in=TILES["atlas"])}
    conditions = [
        ConditionDraft(
            "Speed to lead ≤ 1 h for 5 days",
            people[HEADS["sales"]],
            (at + timedelta(days=6)).date(),
            metrics["speed_to_lead"],
            Comparator.AT_MOST,
            Decimal(1),
            5,
        ),
        ConditionDraft(
            "CAC refreshed and read again",
            people[HEADS["marketing"]],
            (at + timedelta(days=4)).date(),
            metrics["cac"],
            Comparator.FRESH,
        ),
    ]
    until = (at + timedelta(days=7)).astimezone(ZONE).replace(hour=10, minute=0, second=0, microsecond=0)
    room.hold(until, conditions)


def interpretation(readings: dict[str, ShownReading]) -> str:
    """The one sentence, its numbers from the readings: leads that missed the hour, leads qualified, the share accepted."""
    waited, leads = readings["speed_to_lead"].numerator, readings["mql_to_sal"].denominator
    accepted = readings["mql_to_sal"].value
    return (
        f"Demand is there; the handoff to Sales is not. *{waited:.0f} of {leads:.0f} leads waited over an hour*; "
        f"{accepted:.0%} were accepted."
    )


def day_of(at: datetime, *, weekday: bool = True) -> str:
    """A day in the company's words: Fri 11 Dec."""
    local = at.astimezone(ZONE)
    return f"{local:%a} {local.day} {local:%b}" if weekday else f"{local.day} {local:%b}"
