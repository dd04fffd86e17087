"""The records of a stream: by id, a page at a time, each opening to what came and what it becomes."""

import pytest
from django.urls import reverse

from signals.models import Record, Reject, Signal
from tests.signals.asking import count_queries
from tests.signals.rows import NOW, a_signal, a_source, day
from tests.signals.sources import DEAL, USED, deal

pytestmark = pytest.mark.django_db


@pytest.fixture
def stream(kept_page):
    """A stream of deals that keeps two of them, one deleted at the source."""
    source = a_source(settings={"base_url": "https://crm.example"})
    stream = source.streams.get()
    stream.mapping = {"id": "id", "records": [DEAL]}
    stream.save()
    page = kept_page(source, deal(1), deal(2), deal(3, created_at="soon"))
    remember(stream, page, "d1", 0)
    remember(stream, page, "d2", 1, deleted_at=NOW)
    return stream


def remember(stream, page, external_id, ordinal, **fields):
    place = {"page_id": page.pk, "ordinal": ordinal, "hash": 1}
    return Record.objects.create(stream=stream, external_id=external_id, **place, **fields)


def address(stream, **asked):
    return reverse("signals:stream_records", args=[stream.pk], query=asked)


def shown(client, *given, **asked):
    answer = client.get(address(*given, **asked))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_source_leads_to_the_records_of_its_streams_and_each_opens(client_of, company, stream):
    client = client_of(company.member)
    assert address(stream) in client.get(reverse("signals:source", args=[stream.source_id])).content.decode()
    page = shown(client, stream)
    kept = Record.objects.get(external_id="d1")
    record = reverse("signals:record", args=[kept.page_id, 0])
    assert record in page
    assert f"pull {stream.source.pulls.get().pk}" in page
    opened = client.get(record).content.decode()
    for words in ("What it becomes", "Work, deal: Deal 1", "100.50", "&quot;stage&quot;: &quot;Open&quot;"):
        assert words in opened


def test_tombstones_are_looked_at_alone_and_ids_are_found_by_their_beginning(client_of, company, stream):
    client = client_of(company.member)
    assert "d2</a>" in shown(client, stream, state="deleted")
    assert "d1</a>" not in shown(client, stream, state="deleted")
    assert "d1</a>" in shown(client, stream, q="d1")
    assert "d2</a>" not in shown(client, stream, q="d1")
    assert "No record here" in shown(client, stream, q="x")


def test_a_rejected_record_says_why_and_what_it_would_be_now(client_of, company, stream, kept_page):
    page = stream.pages.get()
    Reject.objects.create(pull=page.pull, stream=stream, page=page, ordinal=2, reason="missing", message="It had no name.")
    opened = client_of(company.member).get(reverse("signals:record", args=[page.pk, 2])).content.decode()
    assert "Rejected: It had no name." in opened
    assert "It would be rejected: “soon” of the column “created_at” (to be “opened_at”) is not a date." in opened


def test_pages_go_on_by_id_and_ask_no_more_queries(client_of, company, stream):
    client, page = client_of(company.member), stream.pages.get()
    shown(client, stream)
    before = count_queries(client, address(stream))
    for number in range(100, 160):
        remember(stream, page, f"e{number}", 0)
    assert count_queries(client, address(stream)) == before
    assert "after=e147" in shown(client, stream)
    later = shown(client, stream, after="e147")
    assert "e148</a>" in later
    assert "e147</a>" not in later
    assert 'rel="next"' not in later


def test_a_stream_of_signals_keeps_them_itself(client_of, company):
    source = a_source()
    stream = source.streams.get()
    stream.mapping = {"id": "id", "records": [USED]}
    stream.save()
    a_signal(source, "used", day(1), deleted_at=NOW)
    assert Signal.objects.get().external_id in shown(client_of(company.member), stream, state="deleted")


def test_a_record_of_a_stream_without_mapping_is_shown_as_it_came(client_of, company, stream):
    stream.mapping = {}
    stream.save()
    opened = client_of(company.member).get(reverse("signals:record", args=[stream.pages.get().pk, 0])).content.decode()
    assert "What it becomes" not in opened
    assert "Deal 1" in opened
