"""Starting a launch."""

import pytest
from django.urls import reverse

from initiatives.models import Initiative

pytestmark = pytest.mark.django_db
URL = reverse("initiatives:new")
WORDS = {
    "name": "Atlas",
    "customer_outcome": "Every shipment on one map.",
    "revenue_metric": "new recurring revenue",
    "revenue_target": "1200000",
    "currency": "eur",
    "revenue_due": "2027-03-31",
    "planned_in_market_on": "2026-12-11",
}


def test_a_head_starts_a_launch(client_of, company):
    answer = client_of(company.sales).post(URL, WORDS)
    assert (answer.status_code, answer.url) == (303, "/initiatives/atlas/")
    made = Initiative.objects.get()
    assert (made.currency, made.created_by) == ("EUR", company.sales)


def test_a_name_that_is_taken_answers_422_and_keeps_what_was_typed(client_of, company, initiative, words):
    answer = client_of(company.sales).post(URL, WORDS)
    assert answer.status_code == 422
    assert "There is an initiative called “Atlas” already. Choose another name." in words(answer)
    assert "Every shipment on one map." in words(answer)


def test_missing_words_answer_422_beside_their_fields(client_of, company, words):
    answer = client_of(company.sales).post(URL, {**WORDS, "revenue_due": "soon", "name": ""})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'href="#id_name"' in page
    assert "Enter a valid date." in page
    assert not Initiative.objects.exists()


def test_a_member_does_not_start_launches(client_of, company, words):
    answer = client_of(company.member).get(URL)
    assert answer.status_code == 403
    assert "Only the CEO, the COO or the head of a function starts an initiative." in words(answer)
