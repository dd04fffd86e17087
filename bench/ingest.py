"""How fast a pull loads, over plain COPY of the same rows into the same indexed table: `python -m bench.ingest`.

One million signal records of 300 bytes in a JSON-lines file. Each round: a whole fresh pull (read, parse, map, find customers,
load, keep the payloads, roll up, readings), then plain COPY of the very rows it made into the same table, emptied; the best of
each counts. Then the pull again over unchanged data: every record is parsed, hashed and compared with the hash that is kept for
its id, row by row; no file or page is skipped for its hash. Then a pull in which one record in ten, at random places, has
another value. Peak memory is the puller's own with its helper's, the highest of all its pulls.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.database import bench_database

ROUNDS = 2
START = datetime(2025, 1, 1, tzinfo=UTC)
BYTES = 300
SOURCE = {
    "name": "Bench",
    "kind": "file",
    "function": "product",
    "streams": [
        {
            "name": "events",
            "file": "events.jsonl",
            "id": "id",
            "version": "sent_at",
            "records": [
                {
                    "signal": {
                        "metric": "event",
                        "at": "at",
                        "value": "value",
                        "party": {"keys": {"workspace": "workspace"}},
                        "dimensions": {"plan": "plan", "region": "region"},
                    }
                }
            ],
        }
    ],
}


def write_events(path: Path, rows: int, *, seed: int = 2026) -> None:
    """Events of a year in their order, with random ids, 400 customers, 12 events, 12 combinations of dimensions."""
    pick = random.Random(seed)
    step = timedelta(days=365) / rows
    with path.open("wb") as out:
        for number in range(rows):
            at = (START + number * step).isoformat(timespec="milliseconds").replace("+00:00", "Z")
            record = {
                "id": f"{pick.getrandbits(128):032x}",
                "event": f"feature_{pick.randrange(12)}_used",
                "at": at,
                "sent_at": at,
                "value": round(pick.random() * 100, 2),
                "workspace": f"workspace-{pick.randrange(400):04d}",
                "plan": ("free", "team", "company")[pick.randrange(3)],
                "region": ("eu", "us", "apac", "latam")[pick.randrange(4)],
                "note": "",
            }
            line = json.dumps(record, separators=(",", ":"))
            out.write(line.replace('"note":""', f'"note":"{"x" * (BYTES - 1 - len(line))}"').encode() + b"\n")


def change_a_tenth(path: Path, rows: int, number: int) -> None:
    """Give one record in ten another value; a different tenth for each number."""
    chosen = set(random.Random(number).sample(range(rows), rows // 10))
    changed = path.with_suffix(".changed")
    with path.open("rb") as lines, changed.open("wb") as out:
        for place, line in enumerate(lines):
            out.write(line.replace(b'"value":', b'"value":1', 1) if place in chosen else line)
    changed.replace(path)


def pull(name: str = "Bench") -> dict:
    """Pull a source in a process of its own."""
    done = subprocess.run([sys.executable, "-m", "bench.puller", name], capture_output=True, text=True, check=True)
    result = json.loads(done.stdout.splitlines()[-1])
    assert result["state"] == "done", result["error"]
    return result


def empty() -> None:
    """Take out everything that pulls have brought."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE signals_signal, signals_rollup, signals_rollupdue, signals_rawpage, signals_reject, signals_pull,"
            " signals_record, signals_party, signals_partykey, signals_partylink CASCADE"
        )
        cursor.execute("UPDATE signals_stream SET cursor = '{}'")
        cursor.execute("CHECKPOINT")


def copied_out(path: Path) -> None:
    """Write the rows of the signal table to a file, in COPY's text format."""
    from signals.loading.copying import cursor

    with path.open("wb") as out, cursor().copy("COPY (SELECT * FROM signals_signal) TO STDOUT") as rows:
        for block in rows:
            out.write(block)


def plain_copy(path: Path) -> float:
    """Seconds of plain COPY of a file into the signal table."""
    from signals.loading.copying import cursor

    start = time.perf_counter()
    with path.open("rb") as rows, cursor().copy("COPY signals_signal FROM STDIN") as into:
        while block := rows.read(1 << 16):
            into.write(block)
    return time.perf_counter() - start


def measure(folder: Path, rows: int) -> dict[str, float]:
    """Seconds of a fresh pull, of plain COPY, of a pull of unchanged data; megabytes of the puller."""
    write_events(folder / "events.jsonl", rows)
    fresh, plain = [], []
    for _ in range(ROUNDS):
        empty()
        fresh.append(pull())
        assert fresh[-1]["new"] == rows, fresh[-1]
        copied_out(folder / "rows.copy")
        empty()
        plain.append(plain_copy(folder / "rows.copy"))
    empty()
    fresh.append(pull())
    again = [pull() for _ in range(ROUNDS)]
    assert all(result["unchanged"] == rows for result in again), again
    changed = []
    for number in range(ROUNDS):
        change_a_tenth(folder / "events.jsonl", rows, number)
        changed.append(pull())
        assert (changed[-1]["changed"], changed[-1]["unchanged"]) == (rows // 10, rows - rows // 10), changed[-1]
    return {
        "fresh": min(result["seconds"] for result in fresh),
        "plain": min(plain),
        "again": min(result["seconds"] for result in again),
        "changed": min(result["seconds"] for result in changed),
        "peak": max(result["peak_mb"] for result in [*fresh, *again, *changed]),
    }


def main() -> None:
    """Measure and keep the results."""
    parser = argparse.ArgumentParser()
    parser.add_argument("rows", nargs="?", type=int, default=1_000_000)
    rows = parser.parse_args().rows
    with bench_database(), tempfile.TemporaryDirectory() as name:
        from bench.results import record
        from signals.entries import SourceEntry
        from signals.services import save_source

        entry = SourceEntry.model_validate(SOURCE | {"settings": {"folder": name}})
        save_source(entry=entry, allow_folder=name)
        found = measure(Path(name), rows)
        print(
            f"{rows:,} rows: fresh {found['fresh']:.1f} s, plain COPY {found['plain']:.1f} s, unchanged {found['again']:.1f} s,"
            f" a tenth changed {found['changed']:.1f} s, {found['peak']:.0f} MB"
        )
        record("ingest_fresh", found["plain"] / found["fresh"], target=0.7, unit="× plain COPY")
        record("ingest_unchanged", found["plain"] / found["again"], target=2.0, unit="× plain COPY")
        record("ingest_changed", found["plain"] / found["changed"], target=1.3, unit="× plain COPY")
        record("puller_peak_mb", found["peak"], target=200, unit="MB")


if __name__ == "__main__":
    main()
