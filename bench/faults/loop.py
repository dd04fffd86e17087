"""The loop: change the source, wait for a pull, kill something; at the end let everything come to rest and compare."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from bench.faults.checks import differences
from bench.faults.processes import VICTIMS, WORKERS, Running
from bench.faults.source import FIRST_DAY, Changing, entry, serve
from revenue_arc.embedded.paths import places
from revenue_arc.embedded.postgres import programs

AT_REST_WITHIN = 120.0
BACKFILLS = 0.1
WAITS_FOR_A_PULL, WAITS_FOR_A_PROCESS = 60.0, 60.0


@dataclass(frozen=True)
class Asked:
    """Which loop to run. `pace`: at most so many seconds from a request to a kill.

    `rows`: how many of each stream there are before the first pull. `schema`: a dump to restore instead of migrating.
    """

    seed: int
    rounds: int
    pace: float
    rows: int
    schema: Path | None = None


@dataclass
class Result:
    """What a loop did and found."""

    seed: int
    rounds: int
    killed: dict[str, int] = field(default_factory=dict)
    changes: dict[str, int] = field(default_factory=dict)
    pulls: dict[str, int] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    rounds_without_pull: int = 0
    seconds: float = 0.0
    seconds_to_rest: float = 0.0
    differences: list[str] = field(default_factory=list)


def environment(var: Path, database_url: str, redis_url: str, *, settings: str = "bench.faults.settings") -> None:
    """Point this process and all that it starts at the loop's own servers."""
    os.environ |= {
        "ARC_SECRET_KEY": "only-for-the-loop-" + "x" * 48,
        "ARC_LOG_LEVEL": "WARNING",
        "ARC_OUTBOUND_ALLOW_PRIVATE": "1",
        "ARC_VAR": str(var),
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "DJANGO_SETTINGS_MODULE": settings,
    }


def run(asked: Asked, *, log_to: Path) -> Result:
    """Run the loop; what the workers say is kept in a file of `log_to`."""
    result, started = Result(asked.seed, asked.rounds), time.monotonic()
    at, source = places(f"faults-{os.getpid()}"), Changing(asked.seed)
    environment(at.data, at.database_url, at.redis_url)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Asked to stop."))
    running, server = Running(at, Random(asked.seed + 1)), serve(source)
    try:
        running.start("PostgreSQL", "Redis")
        _found(asked.schema, at.database_url, f"http://127.0.0.1:{server.server_port}/")
        source.fill(asked.rows)
        running.start(*WORKERS, "beat")
        for number in range(asked.rounds):
            _round(source, running, Random(f"{asked.seed} {number}"), asked.pace, result)
        rested = time.monotonic()
        _rest(result)
        result.seconds_to_rest = time.monotonic() - rested
        result.differences += differences(source)
        _tell(result, source)
        running.keep_log(log_to)
    finally:
        server.shutdown()
        running.stop()
        running.forget()
    result.seconds = time.monotonic() - started
    return result


def _found(schema: Path | None, database_url: str, address: str) -> None:
    """The tables, the source, and a metric that reads it."""
    import django
    from django.core.management import call_command

    django.setup()
    if schema:
        program = [
            programs() / "psql",
            f"--dbname={database_url.replace('postgres://', 'postgresql://', 1)}",
            "--quiet",
            "--no-psqlrc",
        ]
        subprocess.run([*program, f"--file={schema}"], check=True, stdout=subprocess.DEVNULL)
    else:
        call_command("migrate", verbosity=0)
    from django.utils import timezone

    from signals.entries import SourceEntry
    from signals.models import Definition, Metric
    from signals.services import save_source

    source = save_source(entry=SourceEntry.model_validate(entry(address)))
    metric = Metric.objects.create(key="used", name="Used", position=0)
    spec = {"kind": "count", "what": {"signals": "used"}, "window": "12 months"}
    Definition.objects.create(metric=metric, version=1, spec=spec, created_at=timezone.now()).sources.set([source])


def _backfill() -> None:
    """Ask for everything to be read again beside the fresh pulls; where the database is away, for nothing."""
    from django.db import Error, connection
    from django.utils import timezone

    from signals.models import Pull, Source
    from signals.pulls import open_pull

    connection.close()
    try:
        open_pull(Source.objects.get(), timezone.now(), kind=Pull.Kind.BACKFILL, since=FIRST_DAY)
    except Error:
        connection.close()


def _round(source: Changing, running: Running, pick: Random, pace: float, result: Result) -> None:
    """Some changes, a pull under way, a random instant of it, and one process fewer."""
    if pick.random() < BACKFILLS:
        _backfill()
    changes = pick.randrange(10, 40)
    for _ in range(changes):
        source.change()
    asked, until = source.asked, time.monotonic() + WAITS_FOR_A_PULL
    while source.asked == asked and time.monotonic() < until:
        time.sleep(0.02)
    if source.asked == asked:
        result.rounds_without_pull += 1
    time.sleep(pick.uniform(0, pace))
    for _ in range(changes // 4):
        source.change()
    patient = time.monotonic() + WAITS_FOR_A_PROCESS
    what = pick.choice(VICTIMS)
    while not (name := running.kill(what)):
        time.sleep(0.02)
        what = what if time.monotonic() < patient else pick.choice(VICTIMS)
    result.killed[what] = result.killed.get(what, 0) + 1
    print(f"{sum(result.killed.values())}: {name}", flush=True)


def _rest(result: Result) -> None:
    """Let a pull that began after the last change end, and let no further one begin."""
    from datetime import timedelta

    from django.db import connection
    from django.utils import timezone

    from signals.models import Pull, Source, Touched

    connection.close()
    stopped, until = timezone.now(), time.monotonic() + AT_REST_WITHIN
    while time.monotonic() < until:
        if Pull.objects.filter(state="done", kind="fresh", started_at__gt=stopped).exists():
            Source.objects.update(interval=timedelta(days=1))
            if not Pull.objects.open().exists() and not Touched.objects.exists():
                return
        time.sleep(0.1)
    result.differences.append(f"Nothing came to rest within {AT_REST_WITHIN:.0f} seconds.")


def _tell(result: Result, source: Changing) -> None:
    """What there was to do."""
    from django.db.models import Count, Q, Sum

    from signals.models import Pull

    result.changes = dict(source.done)
    result.pulls = Pull.objects.aggregate(
        all=Count("pk"),
        backfills=Count("pk", filter=Q(kind="backfill")),
        failed=Count("pk", filter=Q(state="failed")),
        taken_over=Count("pk", filter=Q(attempts__gt=1)),
    )
    names = ("read", "new", "changed", "unchanged", "rejected", "deleted")
    result.rows = Pull.objects.aggregate(**{name: Sum(f"rows_{name}") for name in names})
