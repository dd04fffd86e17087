"""How fast an event log loads: `python -m bench.event_log`. A quarter of a million events of 30,000 cases, as XES, in a worker.

The log has 60 people in ten groups, a step in twenty without a resource, and two offsets. It is read whole, mapped and loaded:
each event a work event, each change of hands another, each case a piece of work. Peak memory is the pulling process's own.
"""

import argparse
import random
import tempfile
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from bench.database import bench_database

EVENTS, PER_CASE = 250_000, 8
START = datetime(2026, 1, 5, 8, tzinfo=UTC)
ZONES = (timezone(timedelta(hours=1)), timezone(timedelta(hours=-5)))
STEPS = ("Register", "Check", "Ask for papers", "Decide", "Review", "Send", "Archive")


def write_log(path: Path, events: int) -> None:
    """A log of that many events, written as it goes."""
    pick = random.Random(2026)
    with path.open("w") as out:
        out.write('<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1.0" xmlns="http://www.xes-standard.org/">\n')
        for case in range(events // PER_CASE):
            out.write(f'<trace><string key="concept:name" value="case-{case:06d}"/>\n')
            at = START + timedelta(minutes=17 * case)
            for step in range(PER_CASE):
                at += timedelta(seconds=pick.randrange(60, 200_000))
                who = pick.randrange(60)
                resource = f'<string key="org:resource" value="Person {who}"/>' if pick.random() > 0.05 else ""
                out.write(
                    f'<event><string key="concept:name" value="{STEPS[step % len(STEPS)]}"/>{resource}'
                    f'<string key="org:group" value="Group {who % 10}"/><string key="lifecycle:transition" value="complete"/>'
                    f'<date key="time:timestamp" value="{at.astimezone(ZONES[case % 2]).isoformat()}"/></event>\n'
                )
            out.write("</trace>\n")
        out.write("</log>\n")


def main() -> None:
    """Measure and keep the results."""
    parser = argparse.ArgumentParser()
    parser.add_argument("events", nargs="?", type=int, default=EVENTS)
    events = parser.parse_args().events // PER_CASE * PER_CASE
    with bench_database(), tempfile.TemporaryDirectory() as name:
        from bench.ingest import pull
        from bench.results import record
        from signals.entries import SourceEntry
        from signals.services import save_source

        write_log(Path(name) / "log.xes", events)
        streams = [{"name": "log", "file": "log.xes"}]
        entry = {"name": "Bench", "kind": "event_log", "settings": {"folder": name}, "streams": streams}
        save_source(entry=SourceEntry.model_validate(entry), allow_folder=name)
        done = pull()
        assert done["new"] == events + events // PER_CASE, done
        print(f"{events:,} events: {done['seconds']:.1f} s, {done['peak_mb']:.0f} MB")
        record("event_log_seconds", done["seconds"], target=30, unit="s")
        record("event_log_peak_mb", done["peak_mb"], target=500, unit="MB")


if __name__ == "__main__":
    main()
