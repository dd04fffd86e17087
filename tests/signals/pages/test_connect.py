"""Connecting a source and editing it."""

import pytest
from django.urls import reverse
from pytest_httpserver import HTTPServer

from signals.models import Source

pytestmark = pytest.mark.django_db
CONNECT = reverse("signals:write_source")
STREAMS = """
- name: leads
  path: /v1/leads
  rows: data
  id: id
  records:
    - work: {kind: {const: lead}, title: name, opened_at: created}
"""


def filled(**changed):
    fields = {"name": "CRM", "function": "sales", "kind": "rest", "settings": "base_url: https://crm.example", "secret": "hush"}
    return {**fields, "interval": "5m", "time_zone": "UTC", "currency": "EUR", "streams": STREAMS, "save": "1", **changed}


def as_opened(client, edit):
    """What the page says of how the source was, as the browser would send it."""
    return client.get(edit).context["form"]["opened_from"].value()


@pytest.fixture
def administrator(client_of, company):
    return client_of(company.administrator)


def test_only_administrators_connect(client_of, company):
    for who in (company.sales, company.ceo, company.owner):
        assert client_of(who).get(CONNECT).status_code == 403
        assert client_of(who).post(CONNECT, filled()).status_code == 403
    assert not Source.objects.exists()


def test_a_source_is_saved_with_its_streams_and_its_pull_is_asked_for(administrator):
    assert administrator.get(CONNECT).status_code == 200
    answer = administrator.post(CONNECT, filled())
    source = Source.objects.get()
    assert (answer.status_code, answer.url) == (303, reverse("signals:source", args=[source.pk]))
    assert (source.name, source.secret.reveal(), source.streams.get().name) == ("CRM", "hush", "leads")
    assert source.pulls.open().count() == 1


def test_the_secret_is_never_shown_and_kept_when_left_empty(administrator):
    administrator.post(CONNECT, filled())
    source = Source.objects.get()
    edit = reverse("signals:edit_source", args=[source.pk])
    page = administrator.get(edit).content.decode()
    assert "hush" not in page
    assert "path: /v1/leads" in page
    opened = as_opened(administrator, edit)
    assert administrator.post(edit, filled(secret="", interval="1h", opened_from=opened)).status_code == 303
    source.refresh_from_db()
    assert (source.secret.reveal(), source.interval.total_seconds()) == ("hush", 3600)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"streams": "- name: [leads"}, "This is not YAML"),
        ({"streams": "name: leads"}, "This should be a list"),
        ({"streams": STREAMS.replace("rows:", "rowz:")}, "did you mean “rows”"),
        ({"settings": "base_uri: https://crm.example"}, "did you mean “base_url”"),
        ({"interval": "often"}, "is not a length of time"),
        ({"time_zone": "Mars"}, "is not a time zone"),
        ({"streams": "[]"}, "at least 1 item"),
    ],
)
def test_a_mistake_answers_422_with_a_sentence(administrator, changed, sentence):
    answer = administrator.post(CONNECT, filled(**changed))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Source.objects.exists()


def test_a_name_is_taken_once(administrator):
    administrator.post(CONNECT, filled())
    answer = administrator.post(CONNECT, filled())
    assert answer.status_code == 422
    assert "There is a source of this name already" in answer.content.decode()


def test_a_check_says_what_would_come_and_saves_nothing(administrator, httpserver: HTTPServer):
    httpserver.expect_request("/v1/leads").respond_with_json(
        {"data": [{"id": 1, "name": "A", "created": "2026-11-01T00:00:00Z"}]}
    )
    data = filled(settings=f"base_url: {httpserver.url_for('')}", allow_private="on", allow_http="on", check="1")
    data.pop("save")
    answer = administrator.post(CONNECT, data, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "Nothing is saved yet." in answer.content.decode()
    assert "<html" not in answer.content.decode()
    assert not Source.objects.exists()


def test_a_check_that_fails_says_why(administrator, httpserver: HTTPServer):
    httpserver.expect_request("/v1/leads").respond_with_data("no", status=401)
    data = filled(settings=f"base_url: {httpserver.url_for('')}", allow_private="on", allow_http="on", check="1")
    answer = administrator.post(CONNECT, data)
    assert answer.status_code == 200
    assert "401" in answer.content.decode()
