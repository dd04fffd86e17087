"""`make bench-faults`: 200 rounds, or `python -m bench.faults ROUNDS --seed NUMBER`; the result goes to var/faults.json."""

import argparse
import json
import random
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.faults.loop import Asked, Result, run

VAR = Path(__file__).resolve().parents[2] / "var"


def main() -> int:
    """Run the loop and say what was found; 1 where anything differs."""
    parser = argparse.ArgumentParser()
    parser.add_argument("rounds", nargs="?", type=int, default=200)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--pace", type=float, default=2.0, help="at most so many seconds from a pull's request to a kill")
    parser.add_argument("--rows", type=int, default=300, help="rows of each stream before the first pull")
    parser.add_argument("--schema", type=Path, help="a dump to start from, instead of migrating")
    parser.add_argument("--into", type=Path, default=VAR / "faults.json")
    given = parser.parse_args()
    print(f"Seed {given.seed}", flush=True)
    result = run(Asked(given.seed, given.rounds, given.pace, given.rows, given.schema), log_to=given.into.parent)
    given.into.parent.mkdir(parents=True, exist_ok=True)
    given.into.write_text(json.dumps(asdict(result), indent=2) + "\n")
    _show(result)
    return 1 if result.differences else 0


def _show(result: Result) -> None:
    table = Table("", "")
    killed = ", ".join(f"{times} × {what}" for what, times in sorted(result.killed.items()))
    rows = {"seed": result.seed, "rounds": result.rounds, "killed": killed}
    for name, told in (("changes", result.changes), ("pulls", result.pulls), ("rows", result.rows)):
        rows[name] = ", ".join(f"{number:,} {what.replace('_', ' ')}" for what, number in told.items())
    rows |= {"took": f"{result.seconds:.0f} s", "at rest after": f"{result.seconds_to_rest:.1f} s"}
    for name, value in rows.items():
        table.add_row(name, str(value))
    Console().print(table)
    print("\n".join([f"DIFFERS (seed {result.seed}):", *result.differences]) if result.differences else "Nothing differs.")


if __name__ == "__main__":
    raise SystemExit(main())
