"""Two sources pulled by two workers at once, over one source pulled by one: `python -m bench.workers`.

Each source is a file of its own with events of its own. The rows a second of both pulls together, over those of one pull alone;
the best of some rounds each. One pull already uses more than one core: one process prepares pages while another talks to the
database.
"""

import argparse
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.database import bench_database
from bench.ingest import SOURCE, empty, pull, write_events

ROUNDS = 2
NAMES = ("First", "Second")


def measure(rows: int) -> tuple[float, float]:
    """Seconds of one pull alone, and of two at once."""
    alone, both = [], []
    for _ in range(ROUNDS):
        empty()
        result = pull(NAMES[0])
        assert result["new"] == rows, result
        alone.append(result["seconds"])
        empty()
        with ThreadPoolExecutor(len(NAMES)) as workers:
            results = list(workers.map(pull, NAMES))
        assert all(result["new"] == rows for result in results), results
        both.append(max(result["until"] for result in results) - min(result["from"] for result in results))
    return min(alone), min(both)


def main() -> None:
    """Measure and keep the result."""
    parser = argparse.ArgumentParser()
    parser.add_argument("rows", nargs="?", type=int, default=300_000)
    rows = parser.parse_args().rows
    with bench_database(), tempfile.TemporaryDirectory() as folder:
        from bench.results import record
        from signals.entries import SourceEntry
        from signals.services import save_source

        for seed, name in enumerate(NAMES):
            place = Path(folder) / name
            place.mkdir()
            write_events(place / "events.jsonl", rows, seed=2026 + seed)
            entry = SourceEntry.model_validate(SOURCE | {"name": name, "settings": {"folder": str(place)}})
            save_source(entry=entry, allow_folder=str(place))
        alone, both = measure(rows)
        print(f"{rows:,} rows each: one alone {alone:.1f} s, two at once {both:.1f} s")
        record("two_workers", 2 * alone / both, target=1.2, unit="× one worker's rows a second")


if __name__ == "__main__":
    main()
