"""What the creative studio's system holds: assets with their status, and how each was engaged with, day by day."""

from collections.abc import Iterator
from datetime import datetime
from functools import cache

from sample_company.story.customers import customers
from sample_company.story.days import FUTURE, HISTORY, Days, chance
from sample_company.story.record import Body, Record, record

KINDS = ("deck", "one-pager", "film", "landing page", "case study", "banner set")
MAKERS = ("Chloe Martin", "Jonas Weber", "Mei Tanaka")
ASSETS = 132
ATLAS_ASSETS = 18


def milliseconds(at: datetime) -> int:
    """An instant as this vendor writes it."""
    return int(at.timestamp() * 1000)


@cache
def assets() -> tuple[tuple[str, str, int, str], ...]:
    """Key, title, day on which the asset was ready, launch. Atlas's were ready two days early, but for three drafts."""
    made = []
    for number in range(ASSETS):
        launch = "atlas" if number >= ASSETS - ATLAS_ASSETS else ""
        ready = -19 + number % 4 if launch else -HISTORY + round(number * 2.9)
        kind = KINDS[number % len(KINDS)]
        made.append((f"ast-{number + 500}", f"{'Atlas ' if launch else ''}{kind} {number + 1}", ready, launch))
    return tuple(made)


def asset_rows(days: Days) -> Iterator[Record]:
    """Each asset in draft, in review and ready; three of Atlas's are still in review."""
    for number, (key, title, ready, launch) in enumerate(assets()):
        maker = MAKERS[number % len(MAKERS)]
        for status, day in (("draft", ready - 12), ("review", ready - 4), ("ready", ready)):
            if status == "ready" and launch and number >= ASSETS - 3:
                continue
            at = days.at(day, 11 + number % 6)
            body: Body = {"id": key, "title": title, "kind": KINDS[number % len(KINDS)], "status": status, "maker": maker}
            body |= {"launch": launch, "due": milliseconds(days.at(ready + 2, 17)), "deleted": False}
            body |= {"created": milliseconds(days.at(ready - 12, 11)), "changed": milliseconds(at)}
            yield record(key, at, body)
        if number % 41 == 40 and not launch:
            gone = days.at(ready + 20, 12)
            yield record(key, gone, body | {"deleted": True, "changed": milliseconds(gone)})


def engagement(days: Days) -> Iterator[Record]:
    """Views and actions of each asset by each audience that met it, one row a day."""
    rng = chance("engagement")
    known = customers()
    for number, (key, _title, ready, _launch) in enumerate(assets()):
        if days.scale < 1 and number % 4:
            continue
        for day in range(max(ready, -days.history), min(ready + 130, FUTURE)):
            for audience in rng.sample(known, 2 if days.is_workday(day) else 1):
                at = days.at(day + 1, 3 + rng.random())
                views = rng.randint(4, 90)
                body: Body = {"id": f"eng-{number + 500}-{days.date(day):%Y%m%d}-{audience.number}", "asset_id": key}
                body |= {"audience": audience.name_in("studio"), "audience_id": audience.key("studio")}
                body |= {"audience_domain": audience.domain if audience.number % 13 else None, "views": views}
                body |= {"actions": round(views * rng.uniform(0.05, 0.4)), "at": milliseconds(days.at(day, 12))}
                yield record(body["id"], at, body | {"changed": milliseconds(at)})
