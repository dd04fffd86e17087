"""A launch to ask about, and clients that ask."""

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from initiatives import services
from people.models import Token

NOON = datetime(2026, 11, 4, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def noon():
    """It is noon on Wednesday 4 November 2026, and nobody has asked anything yet."""
    cache.clear()
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


class Program(Client):
    """A client that bears a token, and sends and reads JSON."""

    def __init__(self, person):
        super().__init__(headers={"authorization": f"Bearer {Token.objects.issue(person)}"})

    def send(self, path, body=None):
        """POST a body as JSON."""
        return self.post(path, {} if body is None else body, content_type="application/json")


@pytest.fixture
def program():
    """A factory: `program(company.sales)` asks as that person, with a token."""
    return Program


@pytest.fixture
def launch(company):
    """Atlas, owned by Priya; Noor holds its positioning; the enablement waits for it and nobody holds it."""
    morning = datetime(2026, 11, 2, 8, tzinfo=UTC)
    initiative = services.create_initiative(
        name="Atlas",
        customer_outcome="A customer sees every shipment on one map.",
        revenue_metric="new recurring revenue from Atlas",
        revenue_target=Decimal("1200000"),
        currency="USD",
        revenue_due=date(2027, 3, 31),
        planned_in_market_on=date(2026, 12, 11),
        by=company.ceo,
        at=morning,
    )
    services.name_owner(
        initiative=initiative,
        owner=company.owner,
        mandate="Bring Atlas to market.",
        rights=dict.fromkeys(company.heads, "decide"),
        replaces=None,
        by=company.ceo,
        at=morning,
    )
    add = {"initiative": initiative, "needed_from": morning, "by": company.owner, "at": morning}
    positioning = services.add_deliverable(name="Positioning", function="marketing", **add)
    enablement = services.add_deliverable(name="Enablement", function="sales", depends_on=[positioning], **add)
    services.name_holder(deliverable=positioning, person=company.member, by=company.owner, at=morning)
    return SimpleNamespace(initiative=initiative, positioning=positioning, enablement=enablement, morning=morning)


@pytest.fixture
def offered(company, launch):
    """Noor has offered the positioning to Tom, who heads sales, until Thursday noon."""
    return services.offer_handoff(
        deliverable=launch.positioning,
        receiver=company.sales,
        acceptance_criteria="Three messages, tested.",
        answer_by=datetime(2026, 11, 5, 12, tzinfo=UTC),
        by=company.member,
        at=datetime(2026, 11, 3, 12, tzinfo=UTC),
    )


@pytest.fixture
def queries_of(django_assert_max_num_queries):
    """How many queries something makes."""

    def count(deed):
        with django_assert_max_num_queries(100) as seen:
            deed()
        return len(seen)

    return count
