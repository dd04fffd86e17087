"""From a row's arrival at its source to the reading that shows it: `python -m bench.arrival`.

Four sources on loopback with an agreed interval, two worker processes of one task each, beat with the schedule of production:
what a small installation runs. Each source holds some thousand rows before; then rows arrive one by one at seeded instants. The
API is asked for what the metrics say, as a page does; a row is shown once the reading counts it. What a row waits beyond the
interval, at the 95th percentile, is the result.
"""

import argparse
import json
import os
import random
import threading
import time
from bisect import bisect_right
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles

from bench.faults.loop import environment
from bench.faults.processes import WORKERS, Running
from bench.faults.source import serve
from revenue_arc.embedded.paths import places

INTERVAL = 15.0
SOURCES = ("product", "marketing", "creative", "sales")
BEFORE, SIZE = 3_000, 500
EVERY = 4.0  # seconds between two arrivals at one source, on average
LOOK = 0.25


class Arriving:
    """The rows of four sources; each can be asked for from the instant on at which it was seen."""

    def __init__(self, seed: int, seconds: float):
        pick = random.Random(seed)
        start, past = time.time(), timedelta(days=60)
        self.rows: dict[str, list[tuple[float, dict]]] = {}
        for name in SOURCES:
            old = sorted(start - pick.random() * past.total_seconds() for _ in range(BEFORE))
            self.rows[name] = [(at, self._row(name, number, at)) for number, at in enumerate(old)]
        self.pick, self.seconds = pick, seconds
        self.arrivals: dict[str, list[float]] = {name: [] for name in SOURCES}

    @staticmethod
    def _row(name: str, number: int, at: float) -> dict:
        when = datetime.fromtimestamp(at, UTC).isoformat(timespec="microseconds")
        return {"id": f"{name}-{number}", "seen_at": when, "customer": f"customer-{number % 200}", "value": 1}

    def begin(self) -> None:
        """Let rows arrive from now on."""
        now = time.time()
        for name in SOURCES:
            at = now
            while (at := at + self.pick.expovariate(1 / EVERY)) < now + self.seconds:
                self.arrivals[name].append(at)
                self.rows[name].append((at, self._row(name, len(self.rows[name]), at)))

    def answer(self, path: str, asked: dict[str, str]) -> dict:
        """One page of what has arrived by now."""
        there = self.rows[path.strip("/")]
        until = bisect_right(there, time.time(), key=lambda row: row[0])
        since = datetime.fromisoformat(asked["since"]).timestamp() if "since" in asked else 0.0
        start = int(asked.get("after") or bisect_right(there, since - 1e-6, key=lambda row: row[0]))
        page = [row for _, row in there[start : min(start + SIZE, until)]]
        return {"items": page, "next": str(start + SIZE) if start + SIZE < until else None}


def entry(name: str, address: str) -> dict:
    """A source as a sources file would say it."""
    stream = {
        "name": "seen",
        "path": name,
        "rows": "items",
        "id": "id",
        "pagination": {"style": "cursor", "param": "after", "next": "next"},
        "cursor": {"field": "seen_at", "param": "since", "overlap": "10s"},
        "records": [
            {
                "signal": {
                    "metric": {"const": f"{name}_seen"},
                    "at": "seen_at",
                    "value": "value",
                    "party": {"keys": {"customer": "customer"}},
                }
            }
        ],
    }
    said = {"name": name.capitalize(), "kind": "rest", "function": name, "interval": f"{INTERVAL:.0f}s", "streams": [stream]}
    return {**said, "settings": {"base_url": address, "auth": "none"}, "allow_private": True, "allow_http": True}


def connect_sources(address: str) -> None:
    """The four sources, each with a metric that counts its rows."""
    from django.utils import timezone

    from signals.entries import SourceEntry
    from signals.models import Definition, Metric
    from signals.services import save_source

    for place, name in enumerate(SOURCES):
        source = save_source(entry=SourceEntry.model_validate(entry(name, address)))
        metric = Metric.objects.create(key=name, name=name.capitalize(), position=place)
        spec = {"kind": "count", "what": {"signals": f"{name}_seen"}, "window": "12 months"}
        Definition.objects.create(metric=metric, version=1, spec=spec, created_at=timezone.now()).sources.set([source])


class Reader:
    """Asks the API what the metrics say, and notes when each value was first seen."""

    def __init__(self) -> None:
        from django.conf import settings
        from django.test import Client

        from people.models import Person

        settings.ALLOWED_HOSTS = ["testserver"]
        self.client = Client()
        self.client.force_login(Person.objects.create_user("reader@example.com", name="Reader"), backend=BACKEND)
        self.seen: dict[str, list[tuple[int, float]]] = {name: [] for name in SOURCES}

    def look(self) -> dict[str, int]:
        """What is shown now, by metric."""
        answer = self.client.get("/api/v1/metrics/", secure=True)
        assert answer.status_code == 200, answer.content
        now, shown = time.time(), {}
        for told in json.loads(answer.content)["results"]:
            shown[told["key"]] = value = int(told["reading"]["value"] or 0)
            if not self.seen[told["key"]] or self.seen[told["key"]][-1][0] < value:
                self.seen[told["key"]].append((value, now))
        return shown

    def until(self, enough: dict[str, int], within: float) -> None:
        """Look again and again until this much is shown. Raises TimeoutError."""
        until = time.monotonic() + within
        while any(number < enough[name] for name, number in self.look().items()):
            if time.monotonic() > until:
                raise TimeoutError(f"After {within:.0f} s {self.look()} are shown of {enough}.")
            time.sleep(LOOK)

    def waits(self, arriving: Arriving) -> list[float]:
        """Seconds from each arrival until it was shown."""
        found = []
        for name, arrivals in arriving.arrivals.items():
            for number, at in enumerate(arrivals, start=BEFORE + 1):
                found.append(next(when for value, when in self.seen[name] if value >= number) - at)
        return found


BACKEND = "django.contrib.auth.backends.ModelBackend"


def measure(seed: int, seconds: float) -> list[float]:
    """Seconds that each row waited."""
    at = places(f"arrival-{os.getpid()}")
    environment(at.data, at.database_url, at.redis_url, settings="revenue_arc.settings")
    arriving, running = Arriving(seed, seconds), Running(at, random.Random(seed))
    server = serve(arriving)
    try:
        running.start("PostgreSQL", "Redis")
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        connect_sources(f"http://127.0.0.1:{server.server_port}/")
        reader = Reader()
        running.start(*WORKERS, "beat")
        reader.until(dict.fromkeys(SOURCES, BEFORE), within=300)
        arriving.begin()
        watch = threading.Event()
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            reader.look()
            watch.wait(LOOK)
        reader.until({name: BEFORE + len(there) for name, there in arriving.arrivals.items()}, within=120)
        return reader.waits(arriving)
    finally:
        server.shutdown()
        running.stop()
        running.forget()


def main() -> None:
    """Measure and keep the result."""
    parser = argparse.ArgumentParser()
    parser.add_argument("seconds", nargs="?", type=float, default=180.0)
    parser.add_argument("--seed", type=int, default=2026)
    given = parser.parse_args()
    var = Path(os.environ.get("ARC_VAR", Path(__file__).resolve().parents[1] / "var"))
    waits = measure(given.seed, given.seconds)
    from django.conf import settings

    from bench.results import record

    settings.VAR_DIR = var

    p95 = quantiles(waits, n=20)[-1]
    print(
        f"{len(waits)} rows at {len(SOURCES)} sources with an interval of {INTERVAL:.0f} s: shown after {median(waits):.1f} s"
        f" (median), {p95:.1f} s (p95), {max(waits):.1f} s (slowest)"
    )
    record("arrival_p95_seconds", p95 - INTERVAL, target=10.0, unit=f"s beyond the interval of {INTERVAL:.0f} s, at p95")


if __name__ == "__main__":
    main()
