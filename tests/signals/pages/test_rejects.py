"""Rejected records: countable by reason, each with its field and its payload."""

import pytest
from django.urls import reverse

from signals.models import Reject
from tests.signals.asking import count_queries
from tests.signals.rows import a_source

pytestmark = pytest.mark.django_db


@pytest.fixture
def source(kept_page):
    source = a_source()
    page = kept_page(source, {"id": 7, "closed": "31.02.2026", "api_key": "hush"}, {"name": "Acme"})
    for number in range(30):
        reject(page, number, 0, "wrong_date", "Close Date → closed_at", "“31.02.2026” is not a date.")
    reject(page, "", 1, "missing_id", "id", "The record has no id that can be read.")
    return source


def reject(page, external_id, ordinal, reason, field, message):
    said = {"external_id": str(external_id), "reason": reason, "field": field, "message": message}
    Reject.objects.create(pull=page.pull, stream=page.stream, page=page, ordinal=ordinal, **said)


def shown(client, source, **asked):
    answer = client.get(reverse("signals:rejects", args=[source.pk]), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_they_are_counted_by_reason_and_shown_with_their_payload(client_of, company, source):
    page = shown(client_of(company.member), source)
    for words in ("Not a date as declared", "No id", "31 records", "31.02.2026", "a record without id"):
        assert words in page
    assert "hush" not in page
    assert "One that several pulls read counts once in each." in page
    for words in ("Column", "To become", ">Close Date</td>", ">closed_at</td>"):
        assert words in page


def test_one_reason_is_looked_at_alone(client_of, company, source):
    page = shown(client_of(company.member), source, reason="missing_id", field="id")
    assert "The record has no id that can be read." in page
    assert "“31.02.2026” is not a date." not in page
    assert shown(client_of(company.member), source, pull=source.pulls.get().pk).count("<summary>As it came") == 25
    assert "Nothing was rejected" in shown(client_of(company.member), source, pull="none")


def test_only_administrators_are_asked_to_mend_the_mapping(client_of, company, source):
    assert "Mend the mapping" in shown(client_of(company.administrator), source)
    assert "Mend the mapping</button>" not in shown(client_of(company.member), source)
    assert "Mend the mapping</button>" not in shown(client_of(company.administrator), a_source(name="Clean"))


def test_more_rejects_ask_no_more_queries(client_of, company, source, kept_page):
    client, address = client_of(company.member), reverse("signals:rejects", args=[source.pk])
    client.get(address)
    before = count_queries(client, address)
    page = source.pulls.get().pages.first()
    for number in range(20):
        reject(page, f"more-{number}", 1, "missing", "name", "The record has no “name”.")
    assert count_queries(client, address) == before
