"""Reading all metrics after a pull that touched one day, over recomputing all: `python -m bench.readings`.

A company's sources, pulled in from files: a million product events of a year, a tenth as much from creative's studio, the
books, and forty thousand leads and deals with what happened to them. The metrics are all that are shipped. *Whole*: every week
of every metric computed anew, as once a day. *After a pull*: three thousand more product events of one day, rolled up as a pull
does it (untimed), then what a pull does to bring every reading up to date. *Of leads*: the same after a hundred were accepted;
they reach back to when they came. The fastest of each counts.
"""

import argparse
import json
import random
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.database import bench_database
from bench.ingest import START, pull

ROUNDS = 3
LEADS = 40_000
AT = datetime(2025, 12, 31, 12, tzinfo=UTC)
PRODUCT = ("product.active", "product.feature_used", "product.signed_up", "product.activated", "product.first_value")
BOOKS = {"revenue.opening": 400, "revenue.expansion": 30, "revenue.contraction": 10, "revenue.churn": 5, "cost.sales": 40}
BOOKS |= {"cost.marketing": 40, "sales.quota": 4, "plan.revenue": 1}
SIGNAL = {
    "signal": {"metric": "key", "at": "at", "value": "value", "unit": "unit", "party": {"keys": {"workspace": "workspace"}}}
}
WORK = {
    "work": {
        **{name: name for name in ("kind", "status", "reason", "amount")},
        **{"title": "id", "status_category": "status", "currency": {"const": "USD"}},
        **{"opened_at": "opened", "closed_at": "closed", "due_at": "due", "party": {"keys": {"workspace": "workspace"}}},
    }
}
EVENT = {
    "event": {"work": {"kind": "kind", "id": "work"}, "kind": "what", "at": "at", "to_value": "to", "actor": "actor"},
}
STREAMS = {"Product": {"signals": SIGNAL}, "Studio": {"signals": SIGNAL}, "Books": {"signals": SIGNAL}}
STREAMS |= {"CRM": {"work": WORK, "history": EVENT}}
OF = {"Product": "product", "Studio": "creative", "Books": "", "CRM": "sales"}


def signals(pick: random.Random, keys: dict[str, int], number: int, unit: str = "") -> Iterator[dict]:
    """Signals of a year in their order, of keys by weight."""
    names, weights, step = list(keys), list(keys.values()), (AT - START) / number
    for place in range(number):
        at, value = (START + place * step).isoformat(), round(pick.random() * 100, 2)
        key, workspace = pick.choices(names, weights)[0], f"workspace-{pick.randrange(2000):04d}"
        yield {"id": f"{place:x}", "key": key, "at": at, "value": value, "unit": unit, "workspace": workspace}


def work(pick: random.Random, number: int) -> Iterator[tuple[dict, list[dict]]]:
    """Leads that are qualified, routed, called, and accepted or not, within days; deals that are won or lost within weeks."""
    for place in range(number):
        kind = ("lead", "opportunity", "lead", "asset")[place % 4]
        opened = START + timedelta(minutes=pick.randrange(365 * 24 * 60))
        took = timedelta(days=pick.randrange(10, 80)) if kind == "opportunity" else timedelta(hours=pick.randrange(1, 200))
        won, done = pick.random() < 0.3, opened + took < AT
        ended = {"lead": ("rejected", "accepted"), "opportunity": ("lost", "won"), "asset": ("done", "done")}[kind][won]
        row = {"id": f"w{place}", "kind": kind, "status": ended if done else "open", "opened": opened.isoformat()}
        row |= {"closed": (opened + took).isoformat() if done else None, "due": (opened + timedelta(days=9)).isoformat()}
        row |= {"workspace": f"workspace-{pick.randrange(2000):04d}", "amount": pick.randrange(1000, 90000)}
        row["reason"] = f"reason {pick.randrange(6)}" if ended in ("lost", "rejected") else ""
        steps = [("status", 0.1, "qualified", ""), ("holder", 0.3, "Rae", "Rae"), ("contact", 0.6, "", "Rae")]
        told = [
            {"id": f"w{place}-{step}", "work": row["id"], "kind": kind, "what": what, "to": to, "actor": actor}
            | {"at": (opened + took * part).isoformat()}
            for step, (what, part, to, actor) in enumerate([*steps, ("status", 1, ended, "Rae")])
            if opened + took * part < AT
        ]
        yield row, told


def write(folder: Path, rows: int, leads: int) -> None:
    """The files of the four sources."""
    pick = random.Random(2027)
    made = {
        "Product": signals(pick, dict(zip(PRODUCT, (500, 494, 2, 2, 2), strict=True)), rows),
        "Studio": signals(pick, {"creative.impression": 9, "creative.engagement": 1}, rows // 10),
        "Books": signals(pick, BOOKS, 6000, "USD"),
    }
    for name, lines in made.items():
        with (folder / f"{name}-signals.jsonl").open("w") as out:
            out.writelines(json.dumps(line) + "\n" for line in lines)
    with (folder / "CRM-work.jsonl").open("w") as out, (folder / "CRM-history.jsonl").open("w") as history:
        for row, told in work(pick, leads):
            out.write(json.dumps(row) + "\n")
            history.writelines(json.dumps(line) + "\n" for line in told)


def connect(folder: Path) -> None:
    """Save the four sources and pull each."""
    from signals.entries import SourceEntry
    from signals.services import save_source

    for name, streams in STREAMS.items():
        told = [{"name": each, "file": f"{name}-{each}.jsonl", "id": "id", "records": [row]} for each, row in streams.items()]
        entry = {"name": name, "kind": "file", "function": OF[name], "settings": {"folder": str(folder)}, "streams": told}
        save_source(entry=SourceEntry.model_validate(entry), allow_folder=str(folder))
        pull(name)


def define() -> list[str]:
    """Every metric that is shipped, each over the sources that hold what it reads; their keys."""
    from signals import catalogue
    from signals.definitions import MetricEntry
    from signals.reuse import subjects_of
    from signals.services import define_metric

    keys = []
    for key, shipped in catalogue.METRICS.items():
        if shipped["definition"]["kind"] == "cycle_time":
            continue
        stated = {"from_catalogue": key, "key": key, "sources": ["CRM"]}
        subjects = {subject.name for subject in subjects_of(MetricEntry.model_validate(stated).definition)}
        found = {"Product": "signal:product.", "Studio": "signal:creative.", "CRM": "work:", "Books": "signal:"}
        read = {next(name for name, start in found.items() if subject.startswith(start)) for subject in subjects}
        define_metric(entry=MetricEntry.model_validate(stated | {"sources": sorted(read)}), by=None, at=AT - timedelta(days=1))
        keys.append(key)
    return keys


def touch_a_day(number: int) -> None:
    """Three thousand more product events of the last day, rolled up."""
    from django.db import connection

    from signals import rollups
    from signals.loading.copying import cursor
    from signals.models import Source

    source, day = Source.objects.get(name="Product"), AT.replace(hour=0)
    taken = "s.grain, s.metric_key, s.value, s.unit, s.party_id, s.dimensions, s.hash, s.page_id, s.ordinal"
    with connection.cursor() as made:
        made.execute(
            f"INSERT INTO signals_signal (external_id, stream_id, at, {taken.replace('s.', '')})"
            f" SELECT %s || s.external_id, s.stream_id, %s + (s.at - date_trunc('day', s.at)) * 0.4, {taken}"
            " FROM signals_signal s WHERE s.stream_id = %s AND s.at >= %s AND s.at < %s LIMIT 3000",
            [f"more-{number}-", day, source.streams.get().pk, day - timedelta(days=7), day],
        )
    rollups.mark(cursor(), source.pk, {(key, day.date()) for key in PRODUCT})
    rollups.roll_up(source.pk)


def accept_leads(number: int) -> None:
    """A hundred of the newest leads that wait are accepted."""
    from signals.models import Work, WorkEvent

    waiting = list(Work.objects.filter(kind="lead", closed_at=None).order_by("-opened_at")[:100])
    Work.objects.filter(pk__in=[each.pk for each in waiting]).update(
        status="accepted", status_category="accepted", closed_at=AT
    )
    events = [{"source_id": each.source_id, "work": each, "work_key": f"lead:{each.external_id}"} for each in waiting]
    told = {"kind": "status", "to_value": "accepted", "at": AT}
    WorkEvent.objects.bulk_create(
        WorkEvent(external_id=f"more-{number}-{place}", **event, **told) for place, event in enumerate(events)
    )


def timed(act) -> float:
    """Seconds."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def measure() -> dict[str, float]:
    """Seconds of computing all metrics anew, and of bringing all up to date after a pull of each of two sources."""
    from celery import current_app
    from django.db import connection

    from signals.models import Source
    from signals.recompute import recompute_after, recompute_as_of, recompute_live

    current_app.conf.broker_url = "memory://localhost/"  # nobody is to be woken
    keys = define()
    Source.objects.update(last_success_at=AT)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    recompute_live(at=AT)
    product, crm = Source.objects.get(name="Product"), Source.objects.get(name="CRM")
    for source in Source.objects.all():
        recompute_after(source=source, at=AT)
    found: dict[str, list[float]] = {"whole": [], "events": [], "leads": []}
    for number in range(ROUNDS):
        at = AT + timedelta(minutes=number + 1)
        found["whole"].append(timed(lambda at=at: recompute_as_of(metric_keys=keys, at=at)))
        touch_a_day(number)
        found["events"].append(timed(lambda at=at: recompute_after(source=product, at=at)))
        accept_leads(number)
        found["leads"].append(timed(lambda at=at: recompute_after(source=crm, at=at)))
    return {"metrics": len(keys), **{name: min(each) for name, each in found.items()}}


def main() -> None:
    """Measure and keep the result."""
    parser = argparse.ArgumentParser()
    parser.add_argument("rows", nargs="?", type=int, default=1_000_000)
    parser.add_argument("leads", nargs="?", type=int, default=LEADS)
    given = parser.parse_args()
    with bench_database(), tempfile.TemporaryDirectory() as name:
        from bench.results import record

        write(Path(name), given.rows, given.leads)
        connect(Path(name))
        found = measure()
        print(f"{given.rows:,} events, {given.leads:,} pieces of work, {found['metrics']} metrics: all {found['whole']:.2f} s")
        for what in ("events", "leads"):
            print(f"after a day of {what} {1000 * found[what]:.0f} ms: {found['whole'] / found[what]:.1f} times as fast")
        record("readings_incremental", found["whole"] / found["events"], target=20, unit="× faster than recomputing all")


if __name__ == "__main__":
    main()
