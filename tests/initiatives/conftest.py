"""A launch of the company in tests/conftest.py, with three members to hand over between."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from initiatives import services
from initiatives.models import Reason
from tests.initiatives.days import monday


@pytest.fixture
def ceo(company):
    return company.ceo


@pytest.fixture
def heads(company):
    """The four heads, by function."""
    return company.heads


@pytest.fixture
def ada(person):
    return person("Ada", role="member", function="marketing")


@pytest.fixture
def ben(person):
    return person("Ben", role="member", function="sales")


@pytest.fixture
def cy(person):
    return person("Cy", role="member", function="creative")


@pytest.fixture
def initiative(ceo):
    return services.create_initiative(
        name="Atlas",
        customer_outcome="A customer sees every shipment on one map.",
        revenue_metric="new recurring revenue from Atlas",
        revenue_target=Decimal("1200000"),
        currency="USD",
        revenue_due=date(2027, 3, 31),
        planned_in_market_on=date(2026, 12, 11),
        planned_revenue_per_day=Decimal("4000"),
        by=ceo,
        at=monday(8),
    )


@pytest.fixture
def deliverable(initiative, ceo):
    """Add a deliverable to the launch."""

    def add(name="Positioning", function="marketing", needed_from=None, **fields):
        return services.add_deliverable(
            initiative=initiative,
            name=name,
            function=function,
            needed_from=needed_from or monday(8),
            by=ceo,
            at=monday(8),
            **fields,
        )

    return add


@pytest.fixture
def launch(initiative, deliverable):
    """The initiative and its positioning."""
    return SimpleNamespace(initiative=initiative, positioning=deliverable())


@pytest.fixture
def offer(launch, ada, ben):
    """Ada holds the positioning from Monday at eight, and offers it to Ben."""

    def make(at, answer_by=None, receiver=ben, **fields):
        if not launch.positioning.holdings.exists():
            services.name_holder(deliverable=launch.positioning, person=ada, by=ada, at=monday(8))
        fields = {"deliverable": launch.positioning, "acceptance_criteria": "Three messages, tested."} | fields
        return services.offer_handoff(receiver=receiver, answer_by=answer_by, by=ada, at=at, **fields)

    return make


@pytest.fixture
def reason(db):
    return Reason.objects.get_or_create(kind="handoff", code="missing-information", defaults={"label": "M", "position": 3})[0]
