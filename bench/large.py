"""Ten million signals, and one page of 170 MB: `python -m bench.large`. It takes a quarter of an hour and gigabytes of disk.

A pull of a JSON-lines file of ten million rows of 300 bytes: the peak memory of the puller, and the decision view at ten
million signals over that at ten thousand. Then a pull of one page of 170 MB, as an API answers that does not know pages: peak
memory again.
"""

import argparse
import functools
import http.server
import os
import tempfile
import threading
from pathlib import Path

from bench.database import bench_database
from bench.ingest import SOURCE, START, pull, write_events
from bench.view import FEW, bare_site, load, measure, pages

MANY = 10_000_000
ROWS_OF_PAGE = 570_000


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves a folder without a word."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def pull_one_page(folder: Path, rows: int) -> dict:
    """Pull one JSON answer that holds all rows."""
    from signals.entries import SourceEntry
    from signals.services import save_source

    write_events(folder / "lines", rows, seed=2027)
    page = folder / "events.json"
    with (folder / "lines").open("rb") as lines, page.open("wb") as out:
        out.write(b'{"results": [')
        out.writelines(line if number == 0 else b"," + line for number, line in enumerate(lines))
        out.write(b"]}")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    stream = {**SOURCE["streams"][0], "path": "events.json", "rows": "results"}  # type: ignore[index]
    del stream["file"]
    address = f"http://127.0.0.1:{server.server_port}/"
    said = {"name": "Page", "kind": "rest", "settings": {"base_url": address, "auth": "none"}, "streams": [stream]}
    save_source(entry=SourceEntry.model_validate(SOURCE | said | {"allow_private": True, "allow_http": True}))
    print(f"One page of {page.stat().st_size / 1e6:.0f} MB")
    result = pull("Page")
    server.shutdown()
    assert result["new"] == rows, result
    return result


def sizes(rows: int) -> str:
    """How many bytes of disk a signal takes: the row, its indexes, its part of a kept page."""
    from django.db import connection

    parts = "pg_partition_tree('signals_signal') WHERE isleaf"
    tables = f"SELECT sum(pg_table_size(relid)), sum(pg_indexes_size(relid)) FROM {parts}"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT t.*, pg_total_relation_size('signals_rawpage') FROM ({tables}) t")
        signals, indexes, kept = cursor.fetchone()
    return f"{signals / rows:.0f} bytes a signal, {indexes / rows:.0f} of indexes, {kept / rows:.0f} of payloads"


def main() -> None:
    """Measure and keep the results."""
    parser = argparse.ArgumentParser()
    parser.add_argument("many", nargs="?", type=int, default=MANY)
    many = parser.parse_args().many
    os.environ["ARC_OUTBOUND_ALLOW_PRIVATE"] = "1"
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
        result = load(Path(name), many, timezone.now())
        print(f"{many:,} rows from {START:%Y} in {result['seconds']:.0f} s, {result['peak_mb']:.0f} MB; {sizes(many)}")
        record("puller_peak_mb_10m", result["peak_mb"], target=200, unit=f"MB, a file of {many:,} rows")
        much = measure(asked)
        flat = max(much[what] / few[what] for what in ("drawn", "shown"))
        record("view_flat_time_10m", flat, target=1.2, unit=f"× its time at {FEW:,} signals")
        record("view_flat_queries_10m", much["queries"] / few["queries"], target=1.0, unit=f"× its queries at {FEW:,} signals")
        result = pull_one_page(Path(name), ROWS_OF_PAGE)  # last: its signals are not among those that the view is measured at
        record("puller_peak_mb_page", result["peak_mb"], target=200, unit="MB, one page of 170 MB")


if __name__ == "__main__":
    main()
