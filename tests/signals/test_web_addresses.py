"""The addresses of APIs: whole, and without a credential in them, wherever they are written or shown."""

import pytest
from django.urls import reverse

from signals.client.web_addresses import web_address
from signals.models import SourceDraft
from signals.sources_file.loading import SourcesFileError, check
from tests.signals.rows import NOW, a_source
from tests.signals.sources import run
from tests.signals.test_sources_file import crm

HELD = "http://user:hunter2@crm.example.com"


@pytest.mark.parametrize(
    "address",
    ["https://crm.example.com/api/1.0", "http://127.0.0.1:8710", "http://[::1]:80/", "https://büro.example", "http://crm"],
)
def test_a_whole_address_is_taken(address):
    assert web_address(f" {address} ") == address


MALFORMED = """
crm example|acme|mysql://x|https://|https://a b.example|http:/x|https://a:99999|https://a:b|//a|https://a\\b.example|https://[x
"""


@pytest.mark.parametrize("address", MALFORMED.strip().split("|"))
def test_what_is_no_address_is_told_what_one_looks_like(address):
    with pytest.raises(ValueError, match=r"as https://crm\.example\.com"):
        web_address(address)


@pytest.mark.parametrize("kind", ["rest", "asana", "hubspot", "jira", "posthog", "salesforce"])
@pytest.mark.parametrize("key", ["base_url", "token_url"])
def test_a_password_in_an_address_is_refused_for_every_kind(kind, key):
    settings = {"base_url": "https://crm.example.com", key: HELD, **({"project": "1"} if kind == "posthog" else {})}
    with pytest.raises(SourcesFileError, match=rf"settings\.{key}: The address holds a user or a password") as refusal:
        check({"version": 1, "sources": [crm(kind=kind, settings=settings)]})
    assert "hunter2" not in str(refusal.value)


@pytest.mark.django_db
def test_one_that_was_saved_before_is_shown_nowhere_and_its_pull_says_what_to_do(client_of, company):
    source = a_source(settings={"base_url": HELD, "token_url": HELD}, allow_http=True)
    client = client_of(company.administrator)
    for name in ("source", "edit_source"):
        shown = client.get(reverse(f"signals:{name}", args=[source.pk])).content.decode()
        assert "crm.example.com" in shown
        assert "hunter2" not in shown
    client.post(reverse("signals:change_source", args=[source.pk]))
    shown = client.get(reverse("signals:draft_connection", args=[SourceDraft.objects.get().pk])).content.decode()
    assert 'value="http://crm.example.com"' in shown
    assert "hunter2" not in shown
    assert "leave them out here" in run(source, NOW).error
