"""One migrated database, made once a run and copied by every worker: copying takes a moment, migrating takes many."""

import os

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection
from psycopg import sql

# One name a run: the process that runs pytest sets it, and its workers inherit it.
TEMPLATE = os.environ.setdefault("ARC_SUITE_TEMPLATE", f"revenue_arc_suite_{os.getpid()}")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, django_db_blocker):
    """Before pytest-django makes this process's database: make the template unless another worker did."""
    given = connection.settings_dict
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [TEMPLATE])
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [TEMPLATE])
        if cursor.fetchone() is None:
            _make(cursor, given)
    given["TEST"]["TEMPLATE"] = TEMPLATE


def _make(cursor: psycopg.Cursor, given: dict) -> None:
    """Migrate a new database, and give it the template's name only when it is whole."""
    name, unfinished = given["NAME"], f"{TEMPLATE}_unfinished"
    cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(unfinished)))
    cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(unfinished)))
    try:
        given["NAME"] = unfinished
        call_command("migrate", verbosity=0, interactive=False)
    finally:
        connection.close()
        given["NAME"] = name
    cursor.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(unfinished), sql.Identifier(TEMPLATE)))
