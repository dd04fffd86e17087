"""Processes are killed with -9 at random instants of pulls, and nothing is lost: a short round of `make bench-faults`."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from psycopg.conninfo import make_conninfo

from revenue_arc.embedded.postgres import programs

CHECKOUT = Path(__file__).resolve().parents[2]
SEED, KILLED = 205, {"task": 1, "PostgreSQL": 1, "Redis": 1}  # what this seed chooses, with a backfill beside


def schema_of_the_suite(into: Path) -> Path:
    """A dump of this test's database, which is empty: restoring it takes a moment, migrating takes many."""
    given = connection.settings_dict
    host = given["OPTIONS"].get("host") or given["HOST"]
    address = {"host": host, "port": given["PORT"], "user": given["USER"], "password": given["PASSWORD"]}
    conninfo = make_conninfo(dbname=given["NAME"], **{key: value for key, value in address.items() if value})
    subprocess.run([programs() / "pg_dump", f"--dbname={conninfo}", f"--file={into}"], check=True)
    return into


@pytest.mark.django_db(transaction=True)
def test_nothing_is_lost_and_nothing_twice_whatever_is_killed(tmp_path):
    schema, told = schema_of_the_suite(tmp_path / "schema.sql"), tmp_path / "faults.json"
    given = [str(len(KILLED)), f"--seed={SEED}", f"--schema={schema}", f"--into={told}", "--pace=0.4", "--rows=130"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    done = subprocess.run(
        [sys.executable, "-m", "bench.faults", *given],
        check=False,
        cwd=CHECKOUT,
        env=environment,
        capture_output=True,
        text=True,
    )
    result = json.loads(told.read_text()) if told.exists() else {"differences": [done.stdout[-2000:], done.stderr[-4000:]]}
    assert result["differences"] == []
    assert result["killed"] == KILLED
    assert result["rows"]["new"] >= 390
