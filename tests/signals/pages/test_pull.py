"""One pull with its rejects."""

import pytest
from django.urls import reverse

from signals.models import Pull, Reject
from tests.signals.rows import a_source

pytestmark = pytest.mark.django_db


def test_the_rows_of_a_pull_add_up_stream_by_stream(client_of, company):
    pull = a_source().pulls.get()
    counts = {"read": 1200, "new": 1100, "changed": 60, "unchanged": 30, "rejected": 10}
    Pull.objects.filter(pk=pull.pk).update(
        **{f"rows_{name}": number for name, number in counts.items()},
        rows_deleted=4,
        streams={"leads": {"done": True, "rows": counts | {"read": 1201}}},
    )
    shown = client_of(company.member).get(reverse("signals:pull", args=[pull.pk])).content.decode()
    assert "1,200 read = 1,100 new + 60 changed + 30 unchanged + 10 rejected" in shown
    assert "leads" in shown
    assert "1,201" in shown


def test_each_reject_has_its_reason_and_its_record(client_of, company, kept_page):
    source = a_source()
    page = kept_page(source, {"id": 7, "closed": "31.02.2026"})
    for number in range(55):
        Reject.objects.create(
            pull=page.pull,
            stream=page.stream,
            page=page,
            ordinal=0,
            external_id=str(number),
            reason="wrong_date",
            field="closed",
            message="“31.02.2026” is not a date.",
        )
    client = client_of(company.member)
    address = reverse("signals:pull", args=[page.pull.pk])
    polled = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in polled
    assert "55 records, each kept with its reason" in polled
    shown = client.get(address).content.decode()
    assert "55 records, each kept with its reason" in shown
    assert shown.count("“31.02.2026” is not a date.") == 50
    assert client.get(address, {"page": 2}).content.decode().count("“31.02.2026” is not a date.") == 5
    assert reverse("signals:record", args=[page.pk, 0]) in shown


def test_a_failure_is_a_sentence_and_says_whether_it_retries(client_of, company):
    pull = a_source().pulls.get()
    error = "The CRM answered 503. Nothing was lost. It is tried again in 4 m."
    Pull.objects.filter(pk=pull.pk).update(state="failed", error=error, permanent=False)
    shown = client_of(company.member).get(reverse("signals:pull", args=[pull.pk])).content.decode()
    assert error in shown
    assert "Failed, will retry" in shown


def test_a_running_pull_is_polled_until_it_ends(client_of, company):
    pull = a_source().pulls.get()
    client = client_of(company.member)
    address = reverse("signals:pull", args=[pull.pk])
    assert "hx-trigger" not in client.get(address).content.decode()
    Pull.objects.filter(pk=pull.pk).update(state="running", finished_at=None)
    assert 'hx-trigger="every 2s"' in client.get(address).content.decode()
    assert client.get(reverse("signals:pull", args=[pull.pk + 1])).status_code == 404
