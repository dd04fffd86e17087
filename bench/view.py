"""What the decision view costs at 10,000 and at 1,000,000 signals, and over a bare signed-in page: `python -m bench.view`.

Through every middleware, signed in, on live readings (before the brief is frozen: the dearest state). *Drawn* is the first
reader of a revision, with nothing kept; *shown* is everybody after that, from the bands kept in the process. The bare page says
who is signed in and nothing else; *framed* is base.html with its bar and nothing in it. They are asked for in turns, and the
fastest of each counts: what it costs when nothing else has the processor. Time is that of the process that serves, until the
answer is there: PostgreSQL's work is waited for.
"""

import argparse
import sys
import tempfile
import time
import types
from collections.abc import Callable
from pathlib import Path

from bench.database import bench_database
from bench.ingest import SOURCE, pull, write_events

FEW, MANY = 10_000, 1_000_000
ROUNDS = 60


def timed(page: Callable[[], None]) -> float:
    """Seconds of one answer."""
    start = time.perf_counter()
    page()
    return time.perf_counter() - start


def pages(owner, address: str) -> dict[str, Callable[[], None]]:
    """The pages to ask for: drawn (nothing kept), shown, bare, framed."""
    from django.core.cache import cache
    from django.test import Client

    client = Client()
    client.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")

    def ask(path: str) -> Callable[[], None]:
        def page() -> None:
            assert client.get(path, secure=True).status_code == 200

        return page

    def drawn() -> None:
        cache.clear()
        ask(address)()

    return {"drawn": drawn, "shown": ask(address), "bare": ask("/bare/"), "framed": ask("/framed/")}


def measure(asked: dict[str, Callable[[], None]]) -> dict[str, float]:
    """Seconds of each page, and the queries of one that is drawn."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for page in asked.values():
        page()
    taken: dict[str, list[float]] = {name: [] for name in asked}
    for _ in range(ROUNDS):
        asked["drawn"]()
        for name in ("shown", "bare", "framed"):
            taken[name] += [timed(asked[name]) for _ in range(3)]
        taken["drawn"].append(timed(asked["drawn"]))
    with CaptureQueriesContext(connection) as queries:
        asked["drawn"]()
    return {**{name: min(each) for name, each in taken.items()}, "queries": len(queries)}


def load(folder: Path, rows: int, at) -> dict:
    """Bring in events by an ordinary pull, and read them; what the pull said."""
    from django.db import connection

    from bench.company import KEYS
    from signals.recompute import recompute_as_of

    write_events(folder / "events.jsonl", rows)
    result = pull()
    assert result["new"] > 0
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    recompute_as_of(metric_keys=KEYS, at=at)
    return result


def bare_site() -> None:
    """Serve the console with two more addresses: who is signed in, and base.html with nothing in it."""
    from django.conf import settings
    from django.http import HttpResponse
    from django.urls import include, path

    from revenue_arc.pages import render_page

    site = types.ModuleType("bench_site")
    site.urlpatterns = [  # type: ignore[attr-defined]
        path("bare/", lambda request: HttpResponse(request.user.name)),
        path("framed/", lambda request: render_page(request, "base.html")),
        path("", include("revenue_arc.urls")),
    ]
    sys.modules["bench_site"] = site
    settings.ROOT_URLCONF = "bench_site"
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"


def main() -> None:
    """Measure and keep the results."""
    parser = argparse.ArgumentParser()
    parser.add_argument("many", nargs="?", type=int, default=MANY)
    many = parser.parse_args().many
    with bench_database(), tempfile.TemporaryDirectory() as name:
        from django.utils import timezone

        from bench.company import found
        from bench.results import record
        from signals.entries import SourceEntry
        from signals.services import save_source

        bare_site()
        save_source(entry=SourceEntry.model_validate(SOURCE | {"settings": {"folder": name}}), allow_folder=name)
        meeting, owner = found(timezone.now())
        asked = pages(owner, f"/initiatives/{meeting.initiative.slug}/decision/")
        load(Path(name), FEW, timezone.now())
        few = measure(asked)
        load(Path(name), many, timezone.now())
        much = measure(asked)
        for rows, found_out in ((FEW, few), (many, much)):
            milliseconds = ", ".join(f"{what} {1000 * found_out[what]:.2f} ms" for what in asked)
            print(f"{rows:,} signals: {milliseconds}, {found_out['queries']} queries")
        flat = max(much[what] / few[what] for what in ("drawn", "shown"))
        record("view_flat_time", flat, target=1.2, unit=f"× its time at {FEW:,} signals")
        record("view_flat_queries", much["queries"] / few["queries"], target=1.0, unit=f"× its queries at {FEW:,} signals")
        record("view_over_bare_page", much["shown"] / much["bare"], target=4.0, unit="× a bare signed-in page")


if __name__ == "__main__":
    main()
