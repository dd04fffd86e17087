"""A person before a page waits shorter than a pull, and is told so."""

import httpx
import pytest

from signals.client import Busy, Client
from signals.client.patience import OF_A_PAGE, OF_A_PULL, for_a_page


def never(request):
    raise httpx.ReadTimeout("slow", request=request)


def asked(monkeypatch) -> tuple[Busy, int]:
    """What a request to a source that never answers ends in, and how often it was sent."""
    sent = []
    monkeypatch.setattr(
        "signals.client.requests.PinnedTransport", lambda **_: httpx.MockTransport(lambda one: sent.append(one) or never(one))
    )
    with Client("https://crm.example", sleep=lambda seconds: None) as client, pytest.raises(Busy) as told:
        client.get("leads")
    return told.value, len(sent)


def test_a_page_asks_once_and_says_how_long_it_waited(monkeypatch):
    with for_a_page():
        failure, times = asked(monkeypatch)
    assert times == 1
    assert "12 seconds" in failure.todo
    assert OF_A_PAGE.limits.read == 12


def test_a_pull_waits_as_before(monkeypatch):
    with for_a_page():
        pass
    failure, times = asked(monkeypatch)
    assert (times, failure.todo) == (4, "")
    assert OF_A_PULL.limits.read == 30
