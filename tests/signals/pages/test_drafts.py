"""Connecting a source page by page."""

from datetime import timedelta

import pytest
from django.urls import reverse

from signals import services
from signals.models import Source, SourceDraft
from signals.tasks import forget_drafts
from tests.signals.rows import NOW

pytestmark = pytest.mark.django_db
NEW = reverse("signals:connect")
LEADS = [
    {
        "id": f"l{number}",
        "company": "Acme",
        "website": "acme.example",
        "stage": "Won",
        "created_at": f"2026-11-0{number}T08:00:00Z",
    }
    for number in range(1, 4)
]
SECRET = "hush-hush-token"


@pytest.fixture
def administrator(client_of, company):
    return client_of(company.administrator)


@pytest.fixture
def crm(httpserver):
    httpserver.expect_request("/v1/leads", headers={"Authorization": f"Bearer {SECRET}"}).respond_with_json(
        {"data": LEADS, "paging": {"next": None}}
    )
    return httpserver


def page(name, *args):
    return reverse(f"signals:draft_{name}", args=args)


def begin(client, kind="rest"):
    answer = client.post(NEW, {"kind": kind})
    assert answer.status_code == 303
    return SourceDraft.objects.latest("pk")


def connection(server, **changed):
    address = server.url_for("").rstrip("/") if server else "https://crm.example"
    given = {
        "name": "CRM",
        "set-base_url": address,
        "set-auth": "bearer",
        "set-reserve": "10",
        "path": "/v1/leads",
        "secret": SECRET,
    }
    return {**given, "allow_private": "on", "allow_http": "on", **changed}


def said_of(client, address):
    """What the page proposes, as the browser would send it."""
    form = client.get(address).context["form"]
    return {name: form[name].value() or "" for name in form.fields}


def explain_columns(client, draft, **changed):
    address = page("columns", draft.pk, 0)
    return client.post(address, {**said_of(client, address), "keep": "1", **changed})


def connected(client, server):
    """A draft whose connection is checked and whose columns are explained."""
    draft = begin(client)
    client.post(page("connection", draft.pk), connection(server))
    explain_columns(client, draft)
    draft.refresh_from_db()
    return draft


def test_every_kind_is_offered_and_one_must_be_chosen(administrator):
    shown = administrator.get(NEW).content.decode()
    for words in ("Any JSON API", "Files"):
        assert words in shown
    answer = administrator.post(NEW, {"kind": "telepathy"})
    assert answer.status_code == 422
    assert "Choose one first" in answer.content.decode()


def test_a_source_is_connected_page_by_page(administrator, crm):
    draft = begin(administrator)
    answer = administrator.post(page("connection", draft.pk), connection(crm))
    assert (answer.status_code, answer.url) == (303, page("check", draft.pk))
    checked = administrator.get(answer.url).content.decode()
    assert "CRM can be read" in checked
    assert "localhost answers" in checked
    listed = administrator.get(page("streams", draft.pk)).content.decode()
    assert "Columns not explained" in listed
    answer = administrator.post(page("streams", draft.pk), {"streams": ["leads"]})
    assert answer.url == page("columns", draft.pk, 0)
    assert "Of 3 records looked at, 3 would be loaded and 0 rejected." in administrator.get(answer.url).content.decode()
    draft.refresh_from_db()
    assert "records" not in draft.streams[0]
    assert explain_columns(administrator, draft).url == page("preview", draft.pk)
    shown = administrator.get(page("preview", draft.pk)).content.decode()
    for words in (
        "Of 3 records looked at, 3 would be loaded and 0 rejected.",
        "Work, lead",
        "Acme (acme.example)",
        "2026-11-01 08:00 UTC",
    ):
        assert words in shown
    assert not Source.objects.exists()
    data = {"function": "sales", "interval": "1h", "time_zone": "UTC", "currency": "EUR", "save": "1"}
    answer = administrator.post(page("preview", draft.pk), data)
    source = Source.objects.get()
    assert (answer.status_code, answer.url) == (303, reverse("signals:source", args=[source.pk]))
    assert (source.name, source.kind, source.function, source.secret.reveal()) == ("CRM", "rest", "sales", SECRET)
    assert source.streams.get().settings == {"path": "/v1/leads", "rows": "data"}
    assert source.streams.get().mapping["records"][0]["work"]["kind"] == {"const": "lead"}
    assert source.pulls.open().count() == 1
    assert not SourceDraft.objects.exists()


def test_the_credential_never_comes_back_to_the_browser(administrator, crm):
    draft = connected(administrator, crm)
    assert SECRET not in str(draft.entry) + draft.sealed_secret
    for name in ("connection", "check", "streams", "preview"):
        assert SECRET not in administrator.get(page(name, draft.pk)).content.decode()
    kept = draft.sealed_secret
    assert administrator.post(page("connection", draft.pk), connection(crm, secret="")).status_code == 303
    draft.refresh_from_db()
    assert draft.sealed_secret == kept
    assert draft.checked["ok"]


def test_a_check_that_fails_says_why_and_the_connection_can_be_changed(administrator, crm):
    draft = begin(administrator)
    administrator.post(page("connection", draft.pk), connection(crm, **{"set-auth": "header:X-Key"}))
    shown = administrator.get(page("check", draft.pk)).content.decode()
    assert "CRM cannot be read yet" in shown
    assert page("connection", draft.pk) in shown
    assert not SourceDraft.objects.get().checked["ok"]


def test_what_would_be_rejected_is_told_with_its_reason(administrator, httpserver):
    records = [{"id": "l1", "company": "Acme", "created_at": "03-04-2026"}, {"company": "Acme", "created_at": "2026-11-01"}]
    httpserver.expect_request("/v1/leads").respond_with_json(records)
    draft = begin(administrator)
    administrator.post(page("connection", draft.pk), connection(httpserver))
    address = page("columns", draft.pk, 0)
    data = {
        **said_of(administrator, address),
        "makes": "work",
        "noun": "lead",
        "role-0": "id",
        "role-2": "opened_at",
        "try": "1",
    }
    shown = administrator.post(address, data, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in shown
    assert "Of 2 records looked at, 0 would be loaded and 2 rejected." in shown
    assert "says more than this page can" not in shown
    assert "has two readings: declare its format" in shown
    assert "The record has no “id”." in shown


def test_a_mistake_in_the_columns_answers_422(administrator, crm):
    draft = begin(administrator)
    administrator.post(page("connection", draft.pk), connection(crm))
    answer = explain_columns(administrator, draft, **{"role-0": "", "role-1": "title", "role-2": "title"})
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "“Title” is company already." in shown
    assert "Say which column makes a record the same record when it comes again." in shown


def test_the_pages_of_a_draft_are_there_again_after_going_back(administrator, crm):
    draft = connected(administrator, crm)
    for _ in range(2):
        for name in ("connection", "check", "streams", "preview"):
            assert administrator.get(page(name, draft.pk)).status_code == 200
        assert "Columns explained" in administrator.get(page("streams", draft.pk)).content.decode()
    assert len(crm.log) == 3  # its shape, its check, its sample: showing pages asks the source for nothing


def test_a_draft_is_its_administrators_own_and_forgotten_after_a_day(administrator, client_of, person, time_machine):
    draft = begin(administrator)
    other = client_of(person("Kim Larsen", is_staff=True))
    assert other.get(page("connection", draft.pk)).status_code == 404
    time_machine.move_to(NOW + timedelta(hours=25), tick=False)
    assert administrator.get(page("connection", draft.pk)).status_code == 404
    forget_drafts()
    assert not SourceDraft.objects.exists()


def test_a_draft_can_be_stopped(administrator):
    draft = begin(administrator)
    answer = administrator.post(page("discard", draft.pk))
    assert (answer.status_code, answer.url) == (303, reverse("signals:sources"))
    assert not SourceDraft.objects.exists()


def test_one_more_endpoint_is_read(administrator, crm):
    crm.expect_request("/v1/deals").respond_with_json([{"id": "d1"}])
    draft = connected(administrator, crm)
    new = page("new_endpoint", draft.pk)
    given = {"name": "deals", "path": "/v1/deals", "style": "none"}
    assert administrator.post(new, {**given, "name": "leads"}).status_code == 422
    assert administrator.post(new, {**given, "cursor_field": "updated_at"}).status_code == 422
    assert administrator.post(new, given).url == page("streams", draft.pk)
    draft.refresh_from_db()
    assert [stream["name"] for stream in draft.streams] == ["leads", "deals"]
    assert administrator.post(page("streams", draft.pk), {"streams": ["leads"]}).url == page("preview", draft.pk)
    assert administrator.post(page("streams", draft.pk), {}).status_code == 422


def test_a_name_is_taken_once(administrator, crm, company):
    Source.objects.create(name="CRM", kind="rest")
    draft = begin(administrator)
    answer = administrator.post(page("connection", draft.pk), connection(crm))
    assert answer.status_code == 422
    assert "There is a source of this name already" in answer.content.decode()
    draft.entry = {"name": "CRM", "streams": []}
    with pytest.raises(services.drafts.ValidationError):
        services.connect_draft(draft=draft, by=company.administrator, at=NOW)
