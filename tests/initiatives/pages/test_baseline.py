"""The baseline: registered once, before the launch."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db
URL = reverse("initiatives:register_baseline", args=["atlas"])


def test_a_declared_figure_is_shown_as_declared(client_of, company, owned, words):
    answer = client_of(company.owner).post(URL, {"declared_days": "94"}, follow=True)
    page = words(answer)
    assert "The baseline is 94 days. It stays: a target that moves is none." in page
    assert "The baseline of 94 days was declared , not measured," in page
    assert "30% 65.8 d" in page


def test_it_is_registered_once(client_of, company, owned, words):
    client = client_of(company.owner)
    client.post(URL, {"declared_days": "94"})
    again = client.post(URL, {"declared_days": "120"})
    assert again.status_code == 422
    assert "has a baseline already, and it stays" in words(again)


def test_neither_launches_nor_a_figure_answers_422(client_of, company, owned, words):
    answer = client_of(company.owner).post(URL, {})
    assert answer.status_code == 422
    assert "A baseline is taken from at least three launches." in words(answer)


def test_only_the_owner_registers_it(client_of, company, owned):
    assert client_of(company.sales).get(URL).status_code == 403
