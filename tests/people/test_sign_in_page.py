"""Signing in: the form, its refusals, the way on."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db
URL = reverse("people:sign_in")


def test_the_form_can_be_filled_by_a_password_manager(client):
    page = client.get(URL).content.decode()
    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page


def test_a_person_signs_in_whatever_the_case_of_the_address_and_goes_on(client, company):
    there = reverse("people:list")
    answer = client.post(URL, {"username": "Dana@Example.com", "password": "correct horse battery", "next": there})
    assert (answer.status_code, answer.url) == (302, there)


def test_a_wrong_password_answers_422_and_says_what_to_check(client, company):
    answer = client.post(URL, {"username": "dana@example.com", "password": "wrong"})
    assert answer.status_code == 422
    assert "You are not signed in yet." in answer.content.decode()
    assert "do not belong together" in answer.content.decode()
    assert "saved" not in answer.content.decode()
    assert "<title>Error: " in answer.content.decode()


def test_somebody_who_left_cannot_sign_in(client, company):
    company.sales.is_active = False
    company.sales.save()
    answer = client.post(URL, {"username": company.sales.email, "password": "correct horse battery"})
    assert answer.status_code == 422


def test_five_failures_lock_the_address_and_say_for_how_long(client, company):
    for _ in range(5):
        answer = client.post(URL, {"username": "dana@example.com", "password": "wrong"})
    assert answer.status_code == 429
    assert "locked from this machine for 15 m" in answer.content.decode()


def test_an_address_on_another_host_is_not_followed(client, company):
    answer = client.post(
        URL, {"username": "dana@example.com", "password": "correct horse battery", "next": "https://elsewhere.example/"}
    )
    assert answer.url == reverse("home")


def test_signing_out_takes_a_post(client_of, company):
    client = client_of(company.sales)
    assert client.get(reverse("people:sign_out")).status_code == 405
    assert client.post(reverse("people:sign_out")).url == URL
    assert client.get(reverse("people:list")).url.startswith(URL)
