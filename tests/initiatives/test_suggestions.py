"""Who is next, and what “done” meant the last time."""

import pytest

from initiatives import services
from initiatives.suggestions import last_criteria, next_receiver
from tests.initiatives.days import monday, tuesday

pytestmark = pytest.mark.django_db


def suggested(deliverable, sender, batch=False):
    found = next_receiver(deliverable, sender, tuesday(9), batch=batch)
    return found and (found.person.name, found.why)


def test_nobody_is_suggested_where_neither_the_plan_nor_the_past_knows(launch, ada):
    assert suggested(launch.positioning, ada) is None
    assert last_criteria(launch.positioning, batch=False) == ""


def test_the_plan_suggests_the_head_of_the_function_that_needs_it_and_then_its_holder(launch, deliverable, ada, cy, company):
    creative = deliverable("Creative", "creative", depends_on=[launch.positioning])
    head = ("Mei Tanaka", "Mei Tanaka heads Creative; Creative needs it, and nobody holds it.")
    assert suggested(launch.positioning, ada) == head
    services.name_holder(deliverable=creative, person=cy, by=cy, at=monday(9))
    assert suggested(launch.positioning, ada) == ("Cy", "Cy holds Creative, which needs it.")
    cy.is_active = False
    cy.save()
    assert suggested(launch.positioning, ada) == head


def test_who_took_it_last_time_comes_next_and_criteria_come_with_it(launch, offer, ada, ben):
    services.accept_handoff(handoff=offer(monday(9)), by=ben, at=monday(10))
    assert suggested(launch.positioning, ada) == ("Ben", "Ben took it last time, on Atlas.")
    assert suggested(launch.positioning, ben) is None
    assert last_criteria(launch.positioning, batch=False) == "Three messages, tested."


def test_a_batch_goes_where_the_last_batch_went(launch, offer, ada, cy, deliverable, company):
    deliverable("Creative", "creative", depends_on=[launch.positioning])
    assert suggested(launch.positioning, ada, batch=True)[0] == "Mei Tanaka"
    handoff = offer(monday(9), receiver=cy, batch_size=3, title="Films", acceptance_criteria="Both sizes.")
    services.accept_handoff(handoff=handoff, by=cy, at=monday(10))
    assert suggested(launch.positioning, ada, batch=True)[0] == "Cy"
    assert last_criteria(launch.positioning, batch=True) == "Both sizes."
