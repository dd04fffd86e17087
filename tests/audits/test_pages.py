"""The audits, one audit, and starting one."""

import pytest
import time_machine
from django.urls import reverse

from audits.models import Audit
from audits.services import start_audit
from initiatives import services
from tests.initiatives.days import friday, monday

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_friday():
    with time_machine.travel(friday(10), tick=False):
        yield


def test_the_empty_page_offers_the_next_action_to_those_who_may(company, client_of):
    address = reverse("audits:start")
    assert address in client_of(company.coo).get(reverse("audits:audits")).text
    assert address not in client_of(company.member).get(reverse("audits:audits")).text


def test_the_coo_starts_an_audit(initiative, company, client_of):
    response = client_of(company.coo).post(reverse("audits:start"), {"initiative": initiative.slug})
    audit = Audit.objects.get()
    assert (response.status_code, response.url) == (303, reverse("audits:audit", args=[audit.pk]))
    assert (audit.lead, audit.starts_on) == (company.coo, friday(10).date())


def test_a_second_audit_is_refused_with_a_sentence(initiative, company, client_of):
    start_audit(initiative=initiative, lead=company.coo, on=monday(10).date(), at=monday(10))
    response = client_of(company.ceo).post(reverse("audits:start"), {"initiative": initiative.slug})
    assert response.status_code == 422
    assert "already being audited" in response.text


def test_a_head_does_not_start_an_audit(initiative, company, client_of):
    response = client_of(company.sales).post(reverse("audits:start"), {"initiative": initiative.slug})
    assert response.status_code == 403
    assert "Only the COO or the CEO runs an audit" in response.text
    assert not Audit.objects.exists()


def test_the_page_lays_out_what_the_record_says(launch, company, client_of):
    audit = start_audit(initiative=launch.initiative, lead=company.coo, on=monday(10).date(), at=monday(10))
    page = client_of(company.member).get(reverse("audits:audit", args=[audit.pk])).text
    assert "Day 5 of 30" in page
    assert "nobody ever held it" in page


@pytest.mark.parametrize("rows", [1, 12])
def test_the_number_of_queries_does_not_grow_with_handoffs(
    rows, launch, ada, ben, ceo, company, client_of, deliverable, django_assert_max_num_queries
):
    audit = start_audit(initiative=launch.initiative, lead=company.coo, on=monday(10).date(), at=monday(10))
    for number in range(rows):
        one = deliverable(name=f"Part {number}")
        services.name_holder(deliverable=one, person=ada, by=ceo, at=monday(8))
        handoff = services.offer_handoff(deliverable=one, receiver=ben, acceptance_criteria="Done.", by=ada, at=monday(9))
        services.accept_handoff(handoff=handoff, by=ben, at=monday(11))
    client = client_of(company.member)
    with django_assert_max_num_queries(24):
        assert client.get(reverse("audits:audit", args=[audit.pk])).text.count("accepted it the same day") == rows
