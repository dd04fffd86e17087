"""The address of a source that pushes, and the secret that its events are signed with."""

import contextlib
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.urls import reverse

from signals.models import Arrival, Intake, Source, SourceDraft
from tests.signals.pushing import OTHER, event, push, push_source

pytestmark = pytest.mark.django_db
DOCS = Path(__file__).resolve().parents[3] / "docs" / "adding-a-source.md"
SHOWN = re.compile(r"whsec_[A-Za-z0-9+/=]+")


@pytest.fixture
def administrator(client_of, company):
    return client_of(company.administrator)


def page(source) -> str:
    return reverse("signals:intake", args=[source.pk])


def test_a_webhook_is_connected_and_its_secret_shown_once(administrator, client):
    administrator.post(reverse("signals:connect"), {"kind": "webhook"})
    draft = SourceDraft.objects.get()
    steps = {name: reverse(f"signals:draft_{name}", args=[draft.pk]) for name in ("connection", "check", "streams", "preview")}
    asked = administrator.get(steps["connection"]).content.decode()
    assert "Credential" not in asked
    assert "loopback" not in asked
    given = {"name": "Shop", "set-origins": ""}
    assert administrator.post(steps["connection"], given).url == steps["check"]
    assert "Saving this gives the address" in administrator.get(steps["check"]).content.decode()
    assert "Type arc.work; data has kind" in administrator.get(steps["streams"]).content.decode()
    assert administrator.post(steps["streams"], {"streams": ["work", "events"]}).url == steps["preview"]
    assert "what each becomes is shown once it has come" in administrator.get(steps["preview"]).content.decode()
    saved = administrator.post(steps["preview"], {"interval": "1d", "time_zone": "UTC", "save": "1"})
    source = Source.objects.get()
    assert (saved.url, source.pulls.count()) == (page(source), 0)
    first = administrator.get(saved.url).content.decode()
    assert f"http://testserver/hooks/{source.intake.name}/" in first
    assert "None yet: no event is taken" in first
    made = administrator.post(saved.url, {"secret": ""})
    assert (made.status_code, made.url) == (303, saved.url)
    assert not SHOWN.search(str(dict(administrator.session)))
    [secret] = SHOWN.findall(administrator.get(saved.url).content.decode())
    again = administrator.get(saved.url).content.decode()
    assert not SHOWN.search(again)
    assert "was shown once and is not shown again" in again
    assert push(client, source, event(), secret=secret).status_code == 202
    assert "1 event" in administrator.get(saved.url).content.decode()


def test_a_secret_is_replaced_and_the_old_one_ended(administrator, client):
    shop = push_source()
    wrong = administrator.post(page(shop), {"secret": "hush"})
    assert (wrong.status_code, "as the sending system shows it" in wrong.content.decode()) == (422, True)
    answer = administrator.post(page(shop), {"secret": OTHER}, follow=True).content.decode()
    assert OTHER not in answer
    assert "is taken too until" in answer
    assert [push(client, shop, event(), **how).status_code for how in ({}, {"secret": OTHER})] == [202, 202]
    administrator.post(reverse("signals:end_old_secret", args=[shop.pk]))
    assert Intake.objects.get().sealed_old_secret == ""
    assert push(client, shop, event()).status_code == 401


def test_there_is_no_third_secret_while_the_older_one_counts(administrator, client):
    shop = push_source()
    administrator.post(page(shop), {"secret": OTHER})
    refused = administrator.post(page(shop), {"secret": ""})
    assert (refused.status_code, "Two secrets count already, the older one until" in refused.content.decode()) == (422, True)
    assert [push(client, shop, event(), **how).status_code for how in ({}, {"secret": OTHER})] == [202, 202]
    administrator.post(reverse("signals:end_old_secret", args=[shop.pk]))
    assert administrator.post(page(shop), {"secret": ""}).status_code == 303


def test_the_page_of_the_source_leads_to_its_address_and_offers_no_backfill(administrator):
    shop = push_source()
    shown = administrator.get(reverse("signals:source", args=[shop.pk])).content.decode()
    assert page(shop) in shown
    assert reverse("signals:backfill", args=[shop.pk]) not in shown


def test_the_sender_of_the_docs_sends(client, monkeypatch, capsys):
    shop = push_source(secret=OTHER)

    def post(request):
        headers = {name: value for name, value in request.header_items() if name != "Content-type"}
        answer = client.post(request.selector, request.data, content_type=request.get_header("Content-type"), headers=headers)
        return contextlib.nullcontext(SimpleNamespace(status=answer.status_code, read=lambda: answer.content))

    monkeypatch.setenv("SHOP_SECRET", OTHER)
    monkeypatch.setenv("SHOP_ADDRESS", f"http://testserver/hooks/{shop.intake.name}/")
    monkeypatch.setattr("urllib.request.urlopen", post)
    [example] = [one for one in re.findall(r"```python\n(.*?)```", DOCS.read_text(), re.DOTALL) if "SHOP_SECRET" in one]
    exec(example, {})
    assert capsys.readouterr().out == '202 {"kept":1}\n'
    assert Arrival.objects.get().type == "arc.work"
