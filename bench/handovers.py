"""How fast a quarter of a million steps are analysed for handing over: `python -m bench.handovers`.

The log is that of bench.event_log; it is pulled first, in a process of its own. Then its steps are read from the database and
analysed, in another; the seconds and the peak memory are that process's, from its first query to the sentences of the page.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.database import bench_database
from bench.event_log import EVENTS, PER_CASE, write_log


def analysed() -> dict:
    """In a process of its own, with Django set up: analyse the source named Bench."""
    import django

    django.setup()
    from signals.handovers import analyse, grid_of, sentences_of, steps_of
    from signals.models import Source

    start = time.perf_counter()
    found = analyse(steps_of(Source.objects.get(name="Bench")))
    assert sentences_of(found, found.resources)
    assert grid_of(found.groups).names
    seconds, peak = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "peak_mb": peak, "steps": found.steps, "handovers": found.resources.number}


def main() -> None:
    """Measure and keep the results."""
    parser = argparse.ArgumentParser()
    parser.add_argument("events", nargs="?", type=int, default=EVENTS)
    parser.add_argument("--analyse", action="store_true", help="Only analyse, in a database that is there.")
    told = parser.parse_args()
    if told.analyse:
        print(json.dumps(analysed()))
        return
    events = told.events // PER_CASE * PER_CASE
    with bench_database(), tempfile.TemporaryDirectory() as name:
        from bench.ingest import pull
        from bench.results import record
        from signals.entries import SourceEntry
        from signals.services import save_source

        write_log(Path(name) / "log.xes", events)
        streams = [{"name": "log", "file": "log.xes"}]
        entry = {"name": "Bench", "kind": "event_log", "settings": {"folder": name}, "streams": streams}
        save_source(entry=SourceEntry.model_validate(entry), allow_folder=name)
        pull()
        ran = subprocess.run([sys.executable, "-m", "bench.handovers", "--analyse"], capture_output=True, text=True, check=True)
        done = json.loads(ran.stdout.splitlines()[-1])
        assert done["steps"] == events, done
        print(f"{events:,} steps, {done['handovers']:,} handovers: {done['seconds']:.1f} s, {done['peak_mb']:.0f} MB")
        record("handovers_seconds", done["seconds"], target=30, unit="s")
        record("handovers_peak_mb", done["peak_mb"], target=500, unit="MB")


if __name__ == "__main__":
    main()
