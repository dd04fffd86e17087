"""One migrated database, made once a run and copied by every worker: copying takes a moment, migrating takes many.

What migrating gave is kept as SQL under var/, named by what it came from, so that the next run need not migrate at all.
"""

import hashlib
import importlib.metadata
import os
import subprocess
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from psycopg import sql
from psycopg.conninfo import make_conninfo

from revenue_arc.embedded.postgres import programs

# One name a run: the process that runs pytest sets it, and its workers inherit it.
TEMPLATE = os.environ.setdefault("ARC_SUITE_TEMPLATE", f"revenue_arc_suite_{os.getpid()}")
CHECKOUT = Path(__file__).resolve().parents[1]
KEPT = CHECKOUT / "var" / "suite"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, django_db_blocker):
    """Before pytest-django makes this process's database: make the template unless another worker did."""
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [TEMPLATE])
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [TEMPLATE])
        if cursor.fetchone() is None:
            _make(cursor)
    connection.settings_dict["TEST"]["TEMPLATE"] = TEMPLATE


def _make(cursor) -> None:
    """Fill a new database, and give it the template's name only when it is whole."""
    unfinished = f"{TEMPLATE}_unfinished"
    cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(unfinished)))
    cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(unfinished)))
    kept = KEPT / f"{_fingerprint()}.sql"
    if kept.exists():
        _program("psql", unfinished, "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", f"--file={kept}")
    else:
        _migrate(unfinished)
        _keep(unfinished, kept)
    cursor.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(unfinished), sql.Identifier(TEMPLATE)))


def _migrate(database: str) -> None:
    given = connection.settings_dict
    name = given["NAME"]
    try:
        given["NAME"] = database
        call_command("migrate", verbosity=0, interactive=False)
    finally:
        connection.close()
        given["NAME"] = name


def _keep(database: str, kept: Path) -> None:
    """Write the database as SQL, and forget what older migrations gave."""
    KEPT.mkdir(parents=True, exist_ok=True)
    partial = KEPT / f"{TEMPLATE}.partial"
    _program("pg_dump", database, f"--file={partial}")
    for old in KEPT.glob("*.sql"):
        old.unlink(missing_ok=True)
    partial.rename(kept)


def _program(name: str, database: str, *arguments: str) -> None:
    given = connection.settings_dict
    address = {"host": given["OPTIONS"].get("host") or given["HOST"], "port": given["PORT"], "user": given["USER"]}
    conninfo = make_conninfo(dbname=database, **{key: value for key, value in address.items() if value})
    environment = os.environ | ({"PGPASSWORD": given["PASSWORD"]} if given["PASSWORD"] else {})
    subprocess.run(
        [programs() / name, f"--dbname={conninfo}", *arguments], check=True, env=environment, stdout=subprocess.DEVNULL
    )


def _fingerprint() -> str:
    """Changes with any migration, with what migrations import of ours, and with a package's version."""
    digest = hashlib.sha256(connection.settings_dict["ENGINE"].encode())
    for path in sorted(CHECKOUT.glob("*/migrations/*")) + sorted(CHECKOUT.glob("*/models/*.py")):
        if path.is_file():
            digest.update(f"{path.relative_to(CHECKOUT)}\0".encode() + path.read_bytes())
    for package in ("django", "django-pghistory", "django-pgtrigger", "django-axes", "djangorestframework"):
        digest.update(importlib.metadata.version(package).encode())
    return digest.hexdigest()[:16]
