"""A batch answered from a system's records."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from initiatives import services
from initiatives.batches import ItemDraft
from initiatives.models import Handoff
from tests.signals.rows import NOW, a_source, day, some_work

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(company):
    launch = services.create_initiative(
        name="Atlas",
        customer_outcome="One map.",
        revenue_metric="new revenue",
        revenue_target=Decimal(1),
        currency="USD",
        revenue_due=date(2027, 3, 31),
        planned_in_market_on=date(2026, 12, 11),
        by=company.ceo,
        at=day(5),
    )
    routing = services.add_deliverable(initiative=launch, name="Lead routing", function="sales", by=company.ceo, at=day(5))
    return services.offer_handoff(
        deliverable=routing,
        receiver=company.sales,
        title="3 leads",
        items=[ItemDraft(str(number)) for number in range(3)],
        acceptance_criteria="Named.",
        answer_by=NOW.replace(year=2040),
        by=company.marketing,
        at=day(1),
    )


def url(batch):
    return reverse("signals:item_records", args=[batch.pk])


def test_what_the_records_lack_is_said_and_nothing_is_answered(client_of, company, batch):
    crm, other = a_source("CRM"), a_source("Campaigns")
    some_work(other, 0, status="new", status_category="new")
    some_work(crm, 0, status="Accepted", status_category="accepted")
    some_work(crm, 1, status="Rejected", status_category="rejected", reason="ugly")
    page = client_of(company.sales).get(url(batch)).content.decode()
    assert "What CRM says of 3 items" in page
    assert "2 items without a disposition" in page
    assert "“ugly” is not on the list of reasons" in page
    assert "no record has this key" in page
    assert client_of(company.sales).post(url(batch)).status_code == 422
    assert Handoff.objects.get().is_open


def test_once_every_item_is_decided_there_one_act_answers_the_handoff(client_of, company, batch):
    crm = a_source("CRM")
    for number, (category, reason) in enumerate([("accepted", ""), ("rejected", "duplicate"), ("rejected", "Duplicate")]):
        some_work(crm, number, status_category=category, reason=reason)
    client_of(company.sales).post(url(batch))
    assert [(part.answer, part.batch_size) for part in batch.parts.order_by("pk")] == [("accepted", 1), ("rejected", 2)]
