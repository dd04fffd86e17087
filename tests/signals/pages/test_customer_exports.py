"""The lists of one customer, and of the records that lead to none: as files, and as the calls of the API that give the same."""

import csv
import io
import re
from html import unescape

import pytest
from django.urls import reverse

from signals.about import About
from signals.counting import count_customers
from signals.models import Party, PartyKey, Pull
from signals.timeline import happenings
from tests.signals.rows import NOW, a_customer, a_signal, a_source, day, some_work

pytestmark = pytest.mark.django_db


@pytest.fixture
def acme(db):
    """A customer in two systems with a person, open and closed work, signals; and records of nobody beside it."""
    crm, events = a_source(), a_source("Events", function="product")
    customer = a_customer(crm, "=Acme")
    other = a_customer(events, "acme.io", joined_to=customer)
    PartyKey.objects.create(namespace="domain", value="acme.io", party=other)
    ada = a_customer(crm, "Ada", kind=Party.Kind.PERSON, joined_to=customer)
    PartyKey.objects.create(namespace="email", value="ada@acme.io", party=ada)
    some_work(crm, 1, title="Atlas", party=customer, opened_at=day(20), closed_at=day(2))
    some_work(crm, 2, title="Beacon", party=ada, opened_at=day(9), events=[("status", "open", "", day(8))])
    for _ in range(4):
        a_signal(events, "visit", day(5), party=other)
    some_work(crm, 3, title="Of nobody", opened_at=day(3))
    a_signal(crm, "visit", day(4))
    eve = a_customer(crm, "Eve", kind=Party.Kind.PERSON)
    some_work(crm, 4, title="Of Eve", party=eve, opened_at=day(3))
    Pull.objects.update(rows_read=1, rows_new=1)
    count_customers(at=NOW)
    return customer


def told(client, address, of):
    """The rows of one list: of its file and of the call that the page shows."""
    page = client.get(address).content.decode()
    file = unescape(re.search(rf'href="(\?[^"]*list={of})" download', page)[1])
    calls = [unescape(call) for call in re.findall(r'ARC_TOKEN" "http://testserver(/api/v1/[^"]+)"', page)]
    files = [unescape(each) for each in re.findall(r'href="(\?[^"]*export=csv[^"]*)" download', page)]
    answer = client.get(address.partition("?")[0] + file)
    assert answer["Content-Type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    return rows, client.get(calls[files.index(file)]).json()["results"]


@pytest.mark.parametrize(
    ("of", "column", "member", "number"),
    [
        ("happenings", "What", "what", 8),
        ("weeks", "Week", "week", 5),
        ("buying_group", "Address", "address", 1),
        ("open_work", "Title", "title", 1),
        ("known_as", "Name", "name", 2),
    ],
)
def test_each_list_of_a_customer_is_a_file_and_a_call(client_of, company, acme, of, column, member, number):
    address = reverse("signals:customer", args=[acme.pk])
    rows, called = told(client_of(company.member), address, of)
    assert [row[column].removeprefix("'") for row in rows] == [str(row[member]) for row in called]
    assert len(rows) == number


@pytest.mark.parametrize(
    ("of", "column", "member", "values"),
    [
        ("streams", "Records", "records", ["4"]),
        ("work", "Title", "title", ["Of nobody"]),
        ("signals", "Id there", "external_id", ["visit-0"]),
        ("people", "Person", "name", ["Eve"]),
    ],
)
def test_what_leads_to_no_customer_is_a_file_and_a_call(client_of, company, acme, of, column, member, values):
    rows, called = told(client_of(company.member), reverse("signals:coverage", args=["sales"]), of)
    assert [row[column] for row in rows] == [str(row[member]) for row in called]
    assert [row[column] for row in rows] == values or of == "streams"


def test_a_text_of_a_source_is_no_formula_in_the_file(client_of, company, acme):
    rows, called = told(client_of(company.member), reverse("signals:customer", args=[acme.pk]), "known_as")
    assert (rows[0]["Name"], called[0]["name"]) == ("'=Acme", "=Acme")


def test_the_time_line_is_read_in_pieces_and_is_the_same_in_each(acme, monkeypatch):
    about = About(acme, NOW)
    whole = happenings(about.parties, None, NOW, 100)
    assert (len(about.happenings), len(whole)) == (8, 8)
    assert about.happenings[2:5] == whole[2:5]
    assert about.happenings[3] == whole[3]
    monkeypatch.setattr("signals.timeline.BATCH", 3)
    assert list(about.happenings) == whole


def test_an_unknown_filter_of_the_coverage_is_refused(client_of, company, acme):
    answer = client_of(company.member).get("/api/v1/coverage/", {"functoin": "sales"})
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["functoin"])
