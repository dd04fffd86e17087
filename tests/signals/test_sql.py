"""Any SELECT: read on from its keyset in short transactions that can write nothing, to an address that was checked."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import psycopg
import pytest
import time_machine
from django.db import connection

from signals.connectors import check, sql
from signals.entries import SourceEntry
from signals.failures import Permanent, PullFailed
from signals.models import Source, Stream, Work
from signals.secrets import Secret
from signals.services import save_source
from signals.sources_file.loading import SourcesFileError
from signals.sources_file.loading import check as check_file
from signals.warehouse.address import engine, parsed
from signals.warehouse.keyset import Mark
from tests.signals.sources import NOW, counts, run

pytestmark = pytest.mark.django_db
DEAL = {
    "work": {
        "kind": {"const": "deal"},
        "title": "name",
        "amount": "amount",
        "opened_at": {"from": "opened", "zone": "Asia/Tokyo"},
    }
}
QUERY = "SELECT id, name, amount, opened, changed FROM warehouse.deals WHERE name <> 'x:y%' AND amount::numeric >= 0"


@pytest.fixture(autouse=True)
def _a_day_later():
    """Every pull begins after what the rows are dated, whatever day it is."""
    with time_machine.travel(NOW + timedelta(days=1)):
        yield


@pytest.fixture
def warehouse():
    """A schema of its own in the suite's database, as another system would keep it."""
    given = connection.settings_dict
    address = {"host": given["OPTIONS"].get("host") or given["HOST"], "port": given["PORT"], "user": given["USER"]}
    address = {key: value for key, value in address.items() if value} | {"password": given["PASSWORD"]}
    with psycopg.connect(dbname=given["NAME"], autocommit=True, **address) as direct:
        direct.execute("DROP SCHEMA IF EXISTS warehouse CASCADE")
        direct.execute("CREATE SCHEMA warehouse")
        direct.execute(
            "CREATE TABLE warehouse.deals"
            " (id int PRIMARY KEY, name text, amount numeric(20, 4), opened timestamp, changed timestamptz)"
        )
        yield direct
        direct.execute("DROP SCHEMA warehouse CASCADE")


def add(warehouse, *numbers: int, changed: datetime | None = NOW, name: str = "Deal") -> None:
    for number in numbers:
        warehouse.execute(
            "INSERT INTO warehouse.deals VALUES (%s, %s, 10.5, '2026-03-01 08:00', %s)"
            " ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name, changed = EXCLUDED.changed",
            [number, f"{name} {number}", changed],
        )


def a_stream(**said) -> dict:
    return {"name": "deals", "query": QUERY, "keyset": {"column": "changed", "id": "id"}, "id": "id", "records": [DEAL], **said}


def sql_source(secret: str = "", **said) -> Source:
    """A source over the suite's own server: its socket, or where DATABASE_URL says."""
    given = connection.settings_dict
    host, settings = given["OPTIONS"].get("host") or given["HOST"], {}
    if host.startswith("/"):
        host, settings = "localhost", {"socket": host}
    settings["address"] = f"postgresql://{given['USER']}@{host}:{given['PORT'] or 5432}/{given['NAME']}"
    entry = {"name": "Warehouse", "kind": "sql", "settings": settings, "streams": [a_stream(**said)]}
    entry |= {"allow_private": True, "allow_http": True}
    return save_source(entry=SourceEntry.model_validate(entry), secret=secret or given["PASSWORD"])


def test_rows_come_with_their_types_and_the_declared_zone(warehouse):
    add(warehouse, 1)
    source = sql_source()
    assert counts(run(source)) == (1, 1, 0, 0, 0)
    work = Work.objects.get()
    assert (work.external_id, work.amount) == ("1", Decimal("10.5"))
    assert work.opened_at == datetime(2026, 2, 28, 23, tzinfo=UTC)  # eight in the morning in Tokyo


def test_chunks_go_on_by_the_id_where_many_rows_changed_at_once(warehouse, monkeypatch):
    monkeypatch.setattr(sql, "BATCH", 3)
    add(warehouse, *range(1, 9))
    add(warehouse, 20, 21, 22, 23, changed=None)
    assert counts(run(sql_source())) == (12, 12, 0, 0, 0)
    assert Work.objects.count() == 12


def test_only_what_changed_comes_again_and_late_rows_are_found(warehouse):
    source = sql_source()
    add(warehouse, 1, changed=NOW - timedelta(days=1))
    add(warehouse, 2)
    run(source)
    add(warehouse, 1, name="Renamed")
    add(warehouse, 3, changed=NOW - timedelta(minutes=9))  # committed late
    add(warehouse, 4, changed=NOW - timedelta(hours=1))  # later than the overlap
    assert counts(run(source)) == (3, 1, 1, 1, 0)
    assert Work.objects.get(external_id="1").title == "Renamed 1"


@pytest.mark.parametrize("column", ["changed", "changed::date", "changed::timestamp"])
def test_a_row_that_is_dated_in_the_future_hides_none_that_comes_after(warehouse, column):
    query = f"SELECT id, name, amount, opened, {column} AS at FROM warehouse.deals"
    source = sql_source(query=query, keyset={"column": "at", "id": "id"})
    add(warehouse, 1, changed=NOW.replace(year=2096))
    add(warehouse, 2)
    with time_machine.travel(NOW, tick=False):
        run(source)
        add(warehouse, 3, changed=NOW + timedelta(minutes=1))
        assert run(source).rows_new == 1
    assert Work.objects.count() == 3


def test_rows_whose_column_is_empty_are_read_every_time(warehouse):
    source = sql_source()
    add(warehouse, 1, changed=None)
    assert counts(run(source)) == (1, 1, 0, 0, 0)
    assert counts(run(source)) == (1, 0, 0, 1, 0)


def test_an_interrupted_read_goes_on_after_the_last_chunk(warehouse, monkeypatch):
    monkeypatch.setattr(sql, "BATCH", 2)
    add(warehouse, 1, 2, 3, 4, 5)
    source = sql_source()
    pages, ask = [], sql.SqlConnector._chunk

    def break_off(self, entry, place):
        if len(pages) == 2:
            raise PullFailed("The connection broke.")
        pages.append(place)
        return ask(self, entry, place)

    monkeypatch.setattr(sql.SqlConnector, "_chunk", break_off)
    assert run(source).state == "due"
    assert Work.objects.count() == 4
    pages.clear()
    monkeypatch.setattr(sql.SqlConnector, "_chunk", ask)
    pull = run(source)
    assert (pull.state, counts(pull)) == ("done", (5, 5, 0, 0, 0))
    assert "next" not in Stream.objects.get().cursor


def test_a_keyset_may_be_a_number_and_the_same_number_is_not_read_twice(warehouse):
    source = sql_source(keyset={"column": "id", "id": "id"})
    add(warehouse, 1, 2)
    run(source)
    add(warehouse, 3)
    assert counts(run(source)) == (1, 1, 0, 0, 0)


def test_nothing_can_be_written(warehouse):
    warehouse.execute("CREATE FUNCTION warehouse.wipe() RETURNS int LANGUAGE sql AS 'DELETE FROM warehouse.deals RETURNING id'")
    add(warehouse, 1)
    pull = run(sql_source(query="SELECT warehouse.wipe() AS id, now() AS changed"))
    assert (pull.state, pull.permanent) == ("failed", True)
    assert "read-only transaction" in pull.error
    assert warehouse.execute("SELECT count(*) FROM warehouse.deals").fetchone() == (1,)


def test_a_wrong_query_is_told_in_the_words_of_the_database(warehouse):
    pull = run(sql_source(query="SELECT id, changed FROM warehouse.orders"))
    assert (pull.state, pull.permanent) == ("failed", True)
    assert 'relation "warehouse.orders" does not exist' in pull.error


def test_a_check_says_the_account_and_how_many_rows_would_come(warehouse):
    add(warehouse, 1, 2)
    checked = check(sql_source())
    assert (checked.ok, checked.rows) == (True, 2)
    assert f"answers as {connection.settings_dict['USER']}: 2 rows" in checked.sentence


def test_a_source_of_an_account_without_rights_asks_to_reconnect(warehouse):
    warehouse.execute("DROP ROLE IF EXISTS arc_nobody")
    warehouse.execute("CREATE ROLE arc_nobody LOGIN")
    source = sql_source()
    url = parsed(source.settings["address"]).set(username="arc_nobody")
    source.settings = {**source.settings, "address": url.render_as_string(hide_password=False)}
    source.save()
    try:
        run(source)
    finally:
        warehouse.execute("DROP ROLE arc_nobody")
    source.refresh_from_db()
    assert source.state == "reconnect"


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("postgresql://reader:s3cret@db.example.com/a", "holds a password"),
        ("postgresql://reader@db.example.com/a?host=10.0.0.1", "may not say “host”"),
        ("postgresql://reader@db.example.com/a?sslmode=require&sslmode=disable", "says a thing twice"),
        ("sqlite:///etc/passwd", "no dialect “sqlite”"),
        ("warehouse", "not the address of a database"),
    ],
)
def test_an_address_says_nothing_that_it_may_not(address, words):
    entry = {"name": "Warehouse", "kind": "sql", "settings": {"address": address}, "streams": [a_stream()]}
    with pytest.raises(SourcesFileError, match=words) as told:
        check_file({"version": 1, "sources": [entry]})
    assert "s3cret" not in str(told.value)


@pytest.mark.parametrize("query", ["DELETE FROM deals", "SELECT 1; DROP TABLE deals", "COMMIT"])
def test_only_a_select_is_asked(query):
    entry = {
        "name": "W",
        "kind": "sql",
        "settings": {"address": "postgresql://a@b.example.com/c"},
        "streams": [a_stream(query=query)],
    }
    with pytest.raises(SourcesFileError, match="only one SELECT"):
        check_file({"version": 1, "sources": [entry]})


@pytest.mark.parametrize(
    ("address", "how", "words"),
    [
        ("postgresql://a@169.254.169.254/c", {"allow_private": True}, "never reached"),
        ("mysql://a@127.0.0.1/c", {}, "private address"),
        ("postgresql://a@localhost/c", {"socket": "/run/postgresql"}, "on this machine"),
        ("postgresql://a@127.0.0.1/c?sslmode=prefer", {"allow_private": True}, "without TLS"),
        ("mysql://a@127.0.0.1/c", {"allow_private": True}, "pip install pymysql"),
    ],
)
def test_what_may_not_or_cannot_be_reached(address, how, words):
    with pytest.raises(Permanent) as refused:
        engine(parsed(address), Secret("s3cret"), **{"socket": "", "allow_private": False, "allow_plain": False, **how})
    assert words in f"{refused.value.what} {refused.value.todo}"


def test_the_address_that_was_checked_is_the_address_that_is_dialled(monkeypatch):
    dialled = {}
    monkeypatch.setattr(psycopg, "connect", lambda *_, **told: dialled.update(told) or pytest.fail("dialled"))
    made = engine(parsed("postgresql://a@localhost/c"), Secret("s3cret"), socket="", allow_private=True, allow_plain=False)
    with pytest.raises(pytest.fail.Exception, match="dialled"):
        made.connect()
    assert set(dialled["hostaddr"].split(",")) <= {"127.0.0.1", "::1"}
    assert (set(dialled["host"].split(",")), dialled["sslmode"]) == ({"localhost"}, "require")
    assert "s3cret" not in repr(made)


@pytest.mark.parametrize(
    ("value", "kind", "back"),
    [
        (datetime(2026, 3, 1, 8, tzinfo=UTC), "instant", "2026-03-01T07:50:00+00:00"),
        (datetime(2026, 3, 1, 8), "local", "2026-03-01T06:50:00"),
        (datetime(2026, 3, 1).date(), "day", "2026-02-28"),
        (5, "whole", None),
        (Decimal("5.5"), "number", None),
        ("a", "text", None),
    ],
)
def test_a_mark_keeps_its_type_and_knows_what_is_earlier(value, kind, back):
    mark = Mark.of(value)
    assert (mark.kind, mark.value) == (kind, value)
    earlier = mark.back(timedelta(minutes=10), "Europe/Berlin")
    assert (earlier and earlier.text) == back
