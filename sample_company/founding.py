"""Making the company: people, launches, connections. Done again, it changes nothing that is there."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings

from initiatives.models import Initiative
from people.models import Person
from sample_company import connecting, exports, places
from sample_company.cast import cast, found_company, hire
from sample_company.launches.atlas import LOCKED, replay_atlas
from sample_company.launches.beacon import replay_beacon
from sample_company.launches.past import replay_past
from sample_company.launches.replay import HEADS, OWNER
from sample_company.story import Story
from sample_company.story.days import ZONE, Days
from scorecards.models import RequiredReading
from scorecards.services import choose_readings
from signals.models import Metric

MORNING, MEETING_HOUR = 9.0, 10.0
TILES = {
    "atlas": ("speed_to_lead", "mql_to_sal", "time_to_value", "nrr", "cac", "scope_lock_to_market"),
    "beacon": (
        "activation_rate",
        "time_to_value",
        "win_rate",
        "nrr",
        "creative_engagement_rate",
        "scope_lock_to_market_beacon",
    ),
}


def create(*, anchor: date | None, base_port: int, now: datetime, say: Callable[[str], object]) -> None:
    """The company as of the anchor (today by default), its sources applied and their first pulls queued."""
    state = settle(anchor, base_port, now)
    days, at = Days(state.anchor), state.at
    found_company(days)
    hire(days, places.password())
    people = cast()
    say(f"{len(people)} people work here.")
    local = at.astimezone(ZONE)
    hour = max(0.0, min(local.hour + local.minute / 60 - 1, MORNING))  # an hour back: 53 whole days, whatever the clocks did
    baseline = replay_past(people, days)
    if not Initiative.objects.filter(slug="atlas").exists():
        replay_atlas(people, days, hour, baseline, at)
    if not Initiative.objects.filter(slug="beacon").exists():
        replay_beacon(people, days, hour, baseline)
    say("Five launches reached the market; Atlas and Beacon are live.")
    exports.write(Story(state.anchor), places.exports(), max(now, at))
    connecting.connect(state)
    connecting.sign(people, at)
    choose(people, at)
    connecting.ask_for_pulls(people["Sam Adeyemi"], max(now, at))
    say("Six sources are connected; the worker pulls them.")
    write_sign_in()


def settle(anchor: date | None, base_port: int, now: datetime) -> places.State:
    """The state kept by an earlier run, unless its database is gone; a port taken by another program is changed."""
    kept, atlas = places.load(), Initiative.objects.filter(slug="atlas").first()
    if atlas and atlas.scope_locked_at:
        moment = atlas.scope_locked_at - timedelta(days=LOCKED)
        moment = kept.at if kept and kept.anchor == moment.astimezone(ZONE).date() else moment
    else:
        moment = Days(anchor).at(0, MEETING_HOUR) if anchor else now
    first = kept.base_port if kept and base_port == places.BASE_PORT else base_port
    token = kept.token if kept else places.new_token()
    return places.save(places.State(moment.isoformat(), places.free_base_port(first), token))


def choose(people: dict[str, Person], at: datetime) -> None:
    """Each live launch's six readings, all of them needed for GO."""
    for slug, keys in TILES.items():
        initiative = Initiative.objects.get(slug=slug)
        if not RequiredReading.objects.filter(initiative=initiative).exists():
            metrics = [(Metric.objects.get(key=key), True) for key in keys]
            choose_readings(initiative=initiative, metrics=metrics, by=people[OWNER], at=at)


def write_sign_in() -> None:
    """Leave the words that say how to sign in where the supervisor prints them from."""
    names = [OWNER, *HEADS.values(), "Anita Rao", "Ingrid Solberg", "Sam Adeyemi"]
    people = cast()
    lines = [f"  {people[name].email:40} {name}{post_of(people[name])}" for name in names]
    text = "\n".join([f"Sign in with the password {places.password()} as one of these:", *lines, ""])
    places.write_secret(Path(settings.VAR_DIR) / "sign-in.txt", text)


def post_of(person: Person) -> str:
    """What the person does here, after a comma."""
    seat = person.seats.first()
    if person.name == OWNER:
        return ", owner of the arc of Atlas and Beacon"
    return f", {seat.title}" if seat else ", administrator"
