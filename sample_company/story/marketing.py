"""What the marketing system holds: campaigns, what they spent, the leads that they brought."""

from collections.abc import Iterator
from datetime import timedelta
from functools import cache

from sample_company.story.days import FUTURE, HISTORY, Days, chance
from sample_company.story.leads import Lead, leads
from sample_company.story.record import Body, Record, record

CHANNELS = ("Search", "Webinar", "Field event", "Newsletter", "Partner", "Social")
BAD_DATES = ("31/02/2026", "2026-13-45T09:00:00Z", "yesterday", "00/00/0000")
BAD_EVERY = 1873


@cache
def campaigns() -> tuple[tuple[int, str, str, int, int, str], ...]:
    """Number, name, channel, first and last day, launch. Atlas has six of its own."""
    rng = chance("campaigns")
    made = []
    for number in range(30):
        start = -HISTORY + number * 12 + rng.randint(-4, 4)
        launch = "atlas" if -60 < start < 0 else ""
        channel = CHANNELS[number % len(CHANNELS)]
        name = f"{'Atlas early access' if launch else 'Always on'} {channel.lower()} {number + 1}"
        made.append((number, name, channel, start, min(start + rng.randint(70, 190), FUTURE), launch))
    return tuple(made)


def campaign_key(number: int) -> str:
    """The id of a campaign."""
    return f"cmp-{number + 300}"


def campaign_rows(days: Days) -> Iterator[Record]:
    """Each campaign as it was made, and again as it ended."""
    for number, name, channel, start, end, launch in campaigns():
        made, ended = days.at(start - 5, 15), days.at(end, 20)
        body: Body = {
            "id": campaign_key(number),
            "name": name,
            "channel": channel,
            "status": "running",
            "launch": launch or None,
        }
        body |= {
            "budget": f"{(end - start) * 180:,}",
            "starts": f"{days.date(start):%d/%m/%Y}",
            "ends": f"{days.date(end):%d/%m/%Y}",
        }
        yield record(body["id"], made, body | {"owner": "Sofia Lindqvist", "modified": made.isoformat()})
        if end < FUTURE:
            yield record(body["id"], ended, body | {"status": "ended", "modified": ended.isoformat()})


def spend(days: Days) -> Iterator[Record]:
    """What each campaign spent and reached on each of its days; the day is day-first, the money has thousands separators."""
    rng = chance("spend")
    for number, _name, _channel, start, end, _launch in campaigns():
        if days.scale < 1 and number % 3:
            continue
        for day in range(start, end + 1):
            at = days.at(day + 1, 4)
            shown = rng.randint(900, 24_000)
            body: Body = {"id": f"sp-{number + 300}-{days.date(day):%Y%m%d}", "campaign_id": campaign_key(number)}
            body |= {"day": f"{days.date(day):%d/%m/%Y}", "cost": f"{rng.uniform(60, 1900):,.2f}", "currency": "USD"}
            body |= {"impressions": shown, "clicks": round(shown * rng.uniform(0.004, 0.03)), "modified": at.isoformat()}
            yield record(body["id"], at, body)


def marketing_leads(days: Days) -> Iterator[Record]:
    """Each lead as it came in, and again when its score passed fifty; a few carry a date that no calendar has."""
    running = campaigns()
    for lead in leads(days):
        at = days.at(lead.day, lead.hour - 0.05)
        open_then = [row for row in running if row[3] <= lead.day <= row[4]] or list(running[-1:])
        campaign = open_then[lead.number % len(open_then)]
        body: Body = {
            "lead_id": lead.key,
            "email": lead.email,
            "company": lead.company,
            "campaign_id": campaign_key(campaign[0]),
        }
        body |= {"launch": lead.launch or None, "score": score(lead), "stage": "new", "qualified_at": None}
        body |= {"created": at.isoformat(), "modified": at.isoformat()}
        if lead.number % BAD_EVERY == BAD_EVERY - 1:
            body["created"] = BAD_DATES[lead.number // BAD_EVERY % len(BAD_DATES)]
        yield record(lead.key, at, body)
        if lead.liked:
            later = at + timedelta(minutes=2)
            qualified = {"stage": "qualified", "qualified_at": later.isoformat(), "modified": later.isoformat()}
            yield record(lead.key, later, body | qualified)


def score(lead: Lead) -> int:
    """Marketing's own measure of a lead, from 0 to 100; from fifty on it calls the lead qualified."""
    return 50 + lead.number * 7 % 50 if lead.liked else lead.number * 7 % 50
