"""Whether the schema equals what the source holds, at rest: each difference is a sentence."""

from collections import Counter
from datetime import datetime
from decimal import Decimal
from typing import Any

from bench.faults.source import Changing

ROLLUPS = """SELECT r.metric_key, r.day, r.dimensions, r.count, r.sum, r.min, r.max FROM signals_rollup r ORDER BY 1, 2, 3"""
SUMS = """SELECT s.metric_key, (s.at AT TIME ZONE 'UTC')::date, s.dimensions, count(*), sum(s.value), min(s.value), max(s.value)
    FROM signals_signal s WHERE s.deleted_at IS NULL GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"""


def differences(source: Changing) -> list[str]:
    """Everything that is not as it must be."""
    from django.db import connection

    connection.close()  # whatever it was connected to may have been killed
    found = [*_signals(source), *_work(source, "deal", "deals"), *_work(source, "asset", "assets"), *_events(source)]
    return [*found, *_pulls(source), *_sums(), *_reading(source), *_provenance()]


def _compared(name: str, truth: dict, kept: dict) -> list[str]:
    lost, extra = sorted(truth.keys() - kept.keys()), sorted(kept.keys() - truth.keys())
    other = sorted(key for key in truth.keys() & kept.keys() if truth[key] != kept[key])
    told = [(lost, "lost"), (extra, "not at the source"), (other, "not as at the source")]
    said = [f"{name}: {len(keys)} {what}, such as {keys[:5]}" for keys, what in told if keys]
    return [*said, *(f"{key}: {truth[key]} there, {kept[key]} here" for key in other[:2])]


def _twice(name: str, ids: list[str]) -> list[str]:
    again = [key for key, times in Counter(ids).items() if times > 1]
    return [f"{name}: {len(again)} twice, such as {again[:5]}"] if again else []


def _mapped(source: Changing, name: str) -> dict[str, dict]:
    return {key: row for key, row in source.rows[name].items() if not row["broken"]}


def _signals(source: Changing) -> list[str]:
    from signals.models import Signal

    kept = list(Signal.objects.values("external_id", "at", "value", "dimensions", "deleted_at"))
    here = {
        row["external_id"]: (row["at"], row["value"], row["dimensions"].get("plan"), row["deleted_at"] is not None)
        for row in kept
    }
    there = {
        key: (datetime.fromisoformat(row["at"]), Decimal(str(row["value"])), row["plan"], bool(row["deleted"]))
        for key, row in _mapped(source, "usage").items()
    }
    return [*_twice("usage", [row["external_id"] for row in kept]), *_compared("usage", there, here)]


def _work(source: Changing, kind: str, name: str) -> list[str]:
    from signals.models import Work

    kept = list(Work.objects.filter(kind=kind).select_related("party"))
    here = {row.external_id: (row.title, row.status, row.amount, row.holder, row.deleted_at is not None) for row in kept}
    there = {
        key: (row["title"], row["stage"], Decimal(row["amount"]), row["holder"], bool(row["deleted"]))
        for key, row in _mapped(source, name).items()
    }
    if name == "assets":  # one that is gone there is a tombstone here
        here = {key: row for key, row in here.items() if key in there or not row[-1]}
    return _compared(name, there, here)


def _events(source: Changing) -> list[str]:
    from signals.models import WorkEvent

    kept = list(WorkEvent.objects.values_list("external_id", "to_value", "work__external_id", "deleted_at"))
    here = {key: (to_value, work, gone is not None) for key, to_value, work, gone in kept}
    there = {key: (row["holder"], key, bool(row["deleted"])) for key, row in _mapped(source, "deals").items()}
    return [*_twice("events", [row[0] for row in kept]), *_compared("events", there, here)]


def _pulls(source: Changing) -> list[str]:
    from django.db.models import Sum

    from signals.models import Pull, Record, Signal

    found = [f"{pull} is {pull.state} for ever: {pull.error}" for pull in Pull.objects.open()]
    counted = ("read", "new", "changed", "unchanged", "rejected")
    for pull in Pull.objects.all():
        rows = {name: getattr(pull, f"rows_{name}") for name in counted}
        told = {name: sum(stream["rows"][name] for stream in pull.streams.values()) for name in counted}
        if rows["read"] != sum(rows.values()) - rows["read"] or rows != told:
            found.append(f"{pull} counts {rows}, its streams {told}")
    new = Pull.objects.aggregate(all=Sum("rows_new"))["all"]
    kept = Record.objects.count() + Signal.objects.count()
    return found if new == kept else [*found, f"All pulls count {new} new rows, where {kept} records are kept."]


def _sums() -> list[str]:
    from django.db import connection

    from signals.models import RollupDue, Touched

    with connection.cursor() as cursor:
        cursor.execute(ROLLUPS)
        rolled = cursor.fetchall()
        cursor.execute(SUMS)
        summed = cursor.fetchall()
    differing = set(rolled) ^ set(summed)
    found = [f"{len(differing)} rollups differ, such as {sorted(differing)[:3]}"] if differing else []
    found += [f"{RollupDue.objects.count()} days wait to be rolled up."] if RollupDue.objects.exists() else []
    return [*found, f"{Touched.objects.count()} touches wait for readings."] if Touched.objects.exists() else found


def _reading(source: Changing) -> list[str]:
    from signals.models import Definition, Reading

    there = sum(not row["deleted"] for row in _mapped(source, "usage").values())
    reading = Reading.objects.filter(definition=Definition.objects.get()).order_by("-computed_at", "-pk").first()
    said = reading.value if reading else None
    return [] if said == there else [f"The reading says {said}, where the source holds {there}."]


def _provenance() -> list[str]:
    """Every row opens down to the payload that it came from."""
    from signals.models import RawPage, Signal, Work

    pages = {page.pk: page for page in RawPage.objects.all()}
    lost = []
    rows: list[Any] = [*Work.objects.all(), *Signal.objects.all()]
    for row in rows:
        page = pages.get(row.page_id)
        told = page.record(row.ordinal) if page and row.ordinal is not None else None
        if not isinstance(told, dict) or told["id"] != row.external_id or told["revision"] != row.version:
            lost.append(row.external_id)
    return [f"{len(lost)} rows do not open down to their record, such as {lost[:5]}"] if lost else []
