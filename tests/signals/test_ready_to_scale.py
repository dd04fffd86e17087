"""What docs/scaling.md says of the signal table: by its stream it can be distributed, for nothing else binds its rows."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db
TABLE = "signals_signal"


def asked(query: str) -> list:
    with connection.cursor() as cursor:
        cursor.execute(query, [TABLE])
        return [found for (found,) in cursor.fetchall()]


def test_every_unique_key_of_the_signal_table_holds_the_stream():
    keys = asked("SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = %s::regclass AND indisunique")
    assert keys == [
        "CREATE UNIQUE INDEX signals_signal_pkey ON ONLY public.signals_signal USING btree (external_id, stream_id, at)"
    ]


def test_no_foreign_key_leads_from_a_signal_or_to_one():
    assert asked("SELECT conname FROM pg_constraint WHERE contype = 'f' AND %s::regclass IN (conrelid, confrelid)") == []


def test_no_trigger_waits_for_a_signal():
    assert asked("SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal") == []


def test_months_are_its_only_partitions():
    assert asked("SELECT pg_get_partkeydef(%s::regclass)") == ["RANGE (at)"]
