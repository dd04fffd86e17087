"""`make bench`: every measurement in a process of its own, then a table of the results."""

import json
import os
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.results import is_met

MEASUREMENTS = ("ingest", "view", "workers", "readings", "event_log", "likeness", "handovers", "arrival", "large")


def main() -> int:
    """Run all measurements; 1 where one missed its target."""
    for name in MEASUREMENTS:
        subprocess.run([sys.executable, "-m", f"bench.{name}"], check=True)
    var = Path(os.environ.get("ARC_VAR", Path(__file__).resolve().parents[1] / "var"))
    results = json.loads((var / "bench.json").read_text())
    table = Table("measured", "value", "target", "unit", "")
    for name, result in results.items():
        met = is_met(name, result["value"], result["target"])
        table.add_row(name, str(result["value"]), str(result["target"]), result["unit"], "met" if met else "MISSED")
    Console().print(table)
    return 0 if all(is_met(name, result["value"], result["target"]) for name, result in results.items()) else 1


if __name__ == "__main__":
    raise SystemExit(main())
