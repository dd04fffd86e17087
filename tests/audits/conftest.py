"""The launch of tests/initiatives/conftest.py, and an audit of it."""

import pytest

from audits import services
from initiatives.services import accept_handoff
from tests.initiatives.conftest import ada, ben, ceo, deliverable, initiative, launch, offer  # noqa: F401
from tests.initiatives.days import friday, monday, wednesday


@pytest.fixture
def audit(launch, company, offer, ada, ben):  # noqa: F811
    """Day 1 of 30; Ada's offer of the positioning to Ben went dark for two days."""
    accept_handoff(handoff=offer(monday(9), monday(17)), by=ben, at=wednesday(9))
    return services.start_audit(initiative=launch.initiative, lead=company.coo, on=friday(9).date(), at=friday(9))
