"""An offer that waits, as the tests of the inbox in a browser find it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from initiatives import services
from initiatives.models import Reason


@pytest.fixture
def offered(company):
    """A dark offer of positioning from marketing to sales, on a launch with an owner."""
    Reason.objects.get_or_create(kind="handoff", code="missing-information", label="Missing information", position=3)
    now = timezone.now()
    ago = [now - timedelta(days=days) for days in range(6)]
    launch = services.create_initiative(
        name="Atlas",
        customer_outcome="Every lead is answered within the hour.",
        revenue_metric="new recurring revenue",
        revenue_target=Decimal(1_200_000),
        currency="EUR",
        revenue_due=date(2030, 3, 31),
        planned_in_market_on=(now + timedelta(days=30)).date(),
        by=company.ceo,
        at=ago[5],
    )
    rights = dict.fromkeys(company.heads, "decide")
    services.name_owner(initiative=launch, owner=company.owner, mandate="Do it.", rights=rights, by=company.ceo, at=ago[5])
    piece = services.add_deliverable(initiative=launch, name="Positioning", function="marketing", by=company.owner, at=ago[5])
    services.name_holder(deliverable=piece, person=company.marketing, by=company.owner, at=ago[4])
    services.lock_scope(initiative=launch, by=company.owner, at=ago[4])
    return services.offer_handoff(
        deliverable=piece,
        receiver=company.sales,
        acceptance_criteria="One page: audience, promise, proof.",
        answer_by=ago[2],
        by=company.marketing,
        at=ago[3],
    )
