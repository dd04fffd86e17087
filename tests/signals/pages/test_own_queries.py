"""A warehouse that does not speak the console's words: queries of its own, mapped column by column."""

import psycopg
import pytest
from django.db import connection

from signals.models import Party, Source, Work
from tests.signals.pages.drafting import begin, keep_columns, page, said_by, save
from tests.signals.sources import counts

pytestmark = pytest.mark.django_db
ORDERS = "SELECT order_id, shop, state, total, placed_at, updated_at FROM shop.orders"


@pytest.fixture
def administrator(client_of, company):
    return client_of(company.administrator)


@pytest.fixture
def shop():
    """A warehouse with a table of its own and one of the five views; where it is."""
    given = connection.settings_dict
    told = {"host": given["OPTIONS"].get("host") or given["HOST"], "port": given["PORT"], "user": given["USER"]}
    told = {key: value for key, value in told.items() if value} | {"password": given["PASSWORD"]}
    with psycopg.connect(dbname=given["NAME"], autocommit=True, **told) as direct:
        direct.execute("DROP SCHEMA IF EXISTS shop CASCADE")
        direct.execute("CREATE SCHEMA shop")
        direct.execute(
            "CREATE TABLE shop.orders (order_id int, shop text, state text, total numeric,"
            " placed_at timestamptz, updated_at timestamptz)"
        )
        direct.execute(
            "INSERT INTO shop.orders VALUES (1, 'Acme', 'Won', 12.5, '2026-11-01 08:00Z', '2026-11-02 08:00Z'),"
            " (2, 'Bolt', 'Open', 7, '2026-11-01 09:00Z', '2026-11-03 08:00Z')"
        )
        socket = {"set-socket": told["host"]} if told["host"].startswith("/") else {}
        place = "localhost" if socket else told["host"]
        yield direct, {**socket, "set-address": f"postgresql://{told['user']}@{place}:{given['PORT'] or 5432}/{given['NAME']}"}
        direct.execute("DROP SCHEMA shop CASCADE")
        direct.execute("DROP VIEW IF EXISTS arc_customers")


def test_a_query_of_ones_own_is_added_mapped_and_pulled(administrator, shop):
    draft, checked = begin(administrator, "sql", **shop[1])
    assert "None of the views that the console knows is there" in checked
    assert page("new_endpoint", draft.pk) in checked
    given = {"name": "orders", "query": ORDERS}
    assert administrator.post(page("new_endpoint", draft.pk), given).url == page("streams", draft.pk)
    draft.refresh_from_db()
    assert draft.streams[-1]["keyset"] == {"column": "updated_at", "id": "order_id"}
    listed = administrator.get(page("streams", draft.pk)).content.decode()
    assert "Columns not explained" in listed
    assert "relation &quot;arc_customers&quot; does not exist" in listed
    number = len(draft.streams) - 1
    assert administrator.post(page("streams", draft.pk), {"streams": ["orders"]}).url == page("columns", draft.pk, number)
    proposed = said_by(administrator, page("columns", draft.pk, number))
    assert [proposed[f"role-{at}"] for at in range(6)] == ["id", "", "status", "amount", "opened_at", "version"]
    shown = administrator.get(page("columns", draft.pk, number)).content.decode()
    assert "Of 2 records looked at, 2 would be loaded and 0 rejected." in shown
    assert keep_columns(administrator, draft, number, **{"role-1": "party_name"}).url == page("preview", draft.pk)
    shown, pull = save(administrator, draft)
    assert "Work, order" in shown
    assert counts(pull) == (2, 2, 0, 0, 0)
    assert set(Work.objects.values_list("kind", "status_category")) == {("order", "won"), ("order", "open")}
    assert Source.objects.get().streams.get().settings == {
        "query": ORDERS,
        "keyset": {"column": "updated_at", "id": "order_id"},
    }


def test_what_cannot_be_found_out_about_a_query_is_asked_for(administrator, shop):
    draft, _ = begin(administrator, "sql", **shop[1])
    for told, words in (
        ({"query": "SELECT state, placed_at FROM shop.orders"}, "Say which column grows with each change"),
        ({"query": ORDERS, "id": "number"}, "The query has no column “number”. It has order_id, shop"),
        ({"query": "SELECT 1 FROM shop.sales"}, "does not exist"),
        ({"query": "DELETE FROM shop.orders"}, "Write one SELECT"),
    ):
        answer = administrator.post(page("new_endpoint", draft.pk), {"name": "orders", **told})
        assert (answer.status_code, words in answer.content.decode()) == (422, True)
    draft.refresh_from_db()
    assert "orders" not in [stream["name"] for stream in draft.streams]


def test_views_that_are_there_are_read_beside_queries_and_name_the_same_customers(administrator, shop):
    direct, place = shop
    direct.execute(
        "CREATE VIEW arc_customers AS SELECT 'a' || order_id AS id, shop AS name, NULL AS domain, NULL AS email,"
        " updated_at AS changed_at, false AS deleted FROM shop.orders"
    )
    draft, checked = begin(administrator, "sql", **place)
    assert "2 rows would come" in checked
    assert "Not there, and left out: people, work, changes and signals." in checked
    query = ORDERS.replace("shop,", "'a' || order_id AS customer_id,")
    administrator.post(page("new_endpoint", draft.pk), {"name": "orders", "query": query})
    draft.refresh_from_db()
    assert [stream["name"] for stream in draft.chosen] == ["customers", "orders"]
    assert keep_columns(administrator, draft, 5).url == page("preview", draft.pk)
    assert counts(save(administrator, draft)[1])[:2] == (4, 4)
    assert {work.party.name for work in Work.objects.select_related("party")} == {"Acme", "Bolt"}
    assert Party.objects.count() == 2
