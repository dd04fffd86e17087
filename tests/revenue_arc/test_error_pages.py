"""Errors say what happened, what was kept and what to do."""

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse


@pytest.mark.django_db
def test_a_stale_form_is_refused_in_plain_words(company):
    client = Client(enforce_csrf_checks=True)
    answer = client.post(reverse("people:sign_in"), {"username": "a", "password": "b"})
    assert answer.status_code == 403
    assert "This form is too old to be taken" in answer.content.decode()


@pytest.mark.django_db
def test_an_unknown_address_says_so(client_of, company):
    answer = client_of(company.member).get("/no/such/page/")
    assert answer.status_code == 404
    assert "Nothing was changed." in answer.content.decode()


@pytest.mark.parametrize(("name", "words"), [("500", "Nothing was half saved"), ("400", "could not read this request")])
def test_pages_of_our_own_faults_need_no_context(name, words):
    page = render_to_string(f"{name}.html")
    assert words in page
    assert 'id="refusal"' in page


def test_a_refusal_repeats_the_words_of_who_refused():
    assert "Only the CEO names an owner." in render_to_string("403.html", {"exception": "Only the CEO names an owner."})


@pytest.mark.parametrize("address", ["/customers/?q=%00", "/customers/?q=a%00b", "/metrics/a%00/"])
@pytest.mark.django_db
def test_an_address_with_a_nul_is_a_bad_request(client_of, company, address):
    answer = client_of(company.administrator).get(address)
    assert (answer.status_code, "could not read this request" in answer.content.decode()) == (400, True)


@pytest.mark.django_db
def test_the_api_tells_a_nul_as_problem_details(client_of, company):
    answer = client_of(company.administrator).get("/api/v1/sources/?search=%00")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert "NUL" in answer.json()["detail"]
