"""Each list of signals as a file, and the call of the API that the page shows: the same rows."""

import csv
import io
import re
from html import unescape

import pytest
from django.urls import reverse

from signals.models import Party, PartyLink, Pull, Record, Reject
from signals.recompute import recompute
from tests.signals.asking import count_queries
from tests.signals.metrics import define
from tests.signals.rows import NOW, a_customer, a_signal, a_source, day, roll_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(kept_page, company):
    """Two sources, a metric, three customers, a pull with rejects."""
    crm, _ = a_source(), a_source("Events", function="product")
    for name in ("Acme", "Bolt", "=Cobalt"):
        a_customer(crm, name)
    a_signal(crm, "visit", day(1), party=Party.objects.get(name="Bolt"))
    roll_up()
    recompute(define("visits", crm), NOW)
    page = kept_page(crm, {"id": 7})
    for number in range(3):
        place = {"pull": page.pull, "stream": page.stream, "page": page, "ordinal": 0}
        Reject.objects.create(**place, external_id=str(number), reason="no_date", message="There is no date.")
        kept = {"page_id": page.pk, "ordinal": number, "hash": number}
        Record.objects.create(stream=page.stream, external_id=f"={number}", **kept)
    joined = {"evidence": "alike", "score": 1, "made_at": NOW, "decided_by": company.sales, "decided_at": NOW}
    for a, b, state in (("Acme", "Bolt", "rejected"), ("Acme", "=Cobalt", "undone")):
        pair = {"a": Party.objects.get(name=a), "b": Party.objects.get(name=b)}
        PartyLink.objects.create(**pair, state=state, **joined)
    return crm


def addresses(crm):
    """Each list, and the two members in which its file and its API name a row."""
    pull = crm.pulls.get().pk
    return [
        (reverse("signals:metrics"), "Key", "key"),
        (reverse("signals:sources"), "Source", "name"),
        (reverse("signals:source", args=[crm.pk]), "Pull", "id"),
        (reverse("signals:pull", args=[pull]), "Reject", "id"),
        (reverse("signals:rejects", args=[crm.pk]), "Reject", "id"),
        (reverse("signals:rejects", args=[crm.pk]) + "?reason=no_date", "Reject", "id"),
        (reverse("signals:records", args=["visits"]), "Customer", "customer"),
        (reverse("signals:stream_records", args=[crm.streams.get().pk]), "Record", "external_id"),
        (reverse("signals:stream_records", args=[crm.streams.get().pk]) + "?q==1", "Record", "external_id"),
        (reverse("signals:customers"), "Name", "name"),
        (reverse("signals:customers") + "?q=o", "Name", "name"),
        (reverse("signals:decided"), "Join", "id"),
        (reverse("signals:decided") + "?state=rejected", "Join", "id"),
    ]


def lines(client, address):
    answer = client.get(address)
    assert answer["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))


def test_the_file_and_the_call_of_the_api_give_the_rows_of_the_page(client_of, company, rows):
    client = client_of(company.member)
    for address, column, member in addresses(rows):
        page = client.get(address).content.decode()
        file = unescape(re.search(r'href="(\?[^"]*export=csv)" download', page)[1])
        call = unescape(re.search(r'ARC_TOKEN" "http://testserver(/api/v1/[^"]+)"', page)[1])
        called = client.get(call).json()["results"]
        named = [line[column].removeprefix("'") for line in lines(client, address.partition("?")[0] + file)]
        assert sorted(named) == sorted(str(row[member]) for row in called), address
        assert named, address


def test_a_search_narrows_the_file(client_of, company, rows):
    named = [line["Name"] for line in lines(client_of(company.member), reverse("signals:customers") + "?q=bol&export=csv")]
    assert named == ["Bolt"]


def test_the_queries_of_a_file_do_not_grow(client_of, company, rows):
    client = client_of(company.member)
    address = reverse("signals:customers") + "?export=csv"
    lines(client, address)
    before = count_queries(client, address)
    for number in range(20):
        a_customer(rows, f"More {number}")
    assert count_queries(client, address) == before


def test_every_pull_is_in_the_file_of_its_source(client_of, company, rows):
    for _ in range(20):
        Pull.objects.create(source=rows, state="done", due_at=NOW)
    assert len(lines(client_of(company.member), reverse("signals:source", args=[rows.pk]) + "?export=csv")) == 21
