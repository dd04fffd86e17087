"""An overdue action item that an audit led to is told to the COO beside the arc owner, once."""

import pytest
import time_machine

from audits import services
from audits.escalation import deadlines, escalate
from initiatives import escalation as initiatives
from initiatives.digest import write_digests
from people.models import Message
from tests.initiatives.days import friday, monday, tuesday
from tests.initiatives.test_escalation import own

pytestmark = pytest.mark.django_db
LATE = tuesday(9, week=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(monday(8), tick=False) as traveller:
        yield traveller


@pytest.fixture
def item(audit, launch, company, ben):
    """What Ben is to do by Monday about a row of the audit, on a launch that Priya Raman owns."""
    own(launch, company)
    given = {"text": "Agree on the format.", "person": ben, "due": monday(9, week=1).date()}
    made = services.follow_up(row=audit.rows.first(), **given, by=company.coo, at=friday(10))
    return made.action_item


def overdue(item):
    told = Message.objects.filter(key__startswith=f"action-{item.pk}:overdue").select_related("person")
    return sorted(message.person.name for message in told)


def test_the_coo_hears_beside_the_arc_owner_whichever_looks_first_and_once(item, clock):
    clock.move_to(LATE)
    initiatives.escalate(at=LATE)
    assert overdue(item) == ["Ben", "Priya Raman"]
    escalate(at=LATE)
    escalate(at=LATE)
    assert overdue(item) == ["Anita Rao", "Ben", "Priya Raman"]


def test_an_item_that_no_audit_led_to_is_left_to_the_arc_owner(item, launch, company, ben):
    other = item.initiative.action_items.create(text="Call.", person=ben, due=item.due, by=company.owner, created_at=friday(10))
    assert [one.key for one in deadlines(LATE)] == [f"action-{item.pk}"]
    assert other.pk != item.pk


def test_the_digest_of_the_coo_has_what_is_overdue_from_audits(item, company, clock):
    clock.move_to(LATE)
    write_digests(at=LATE, deadlines=deadlines(LATE))
    digest = Message.objects.get(kind="digest", person=company.coo)
    assert digest.text == "Overdue, of others\n- Mon 9 Nov: Agree on the format. (Atlas), Ben"
