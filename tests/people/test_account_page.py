"""One's own account, password and theme."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db
ACCOUNT, PASSWORD, THEME = reverse("people:account"), reverse("people:password"), reverse("people:theme")


def test_the_zone_is_saved(client_of, company):
    client = client_of(company.sales)
    answer = client.post(ACCOUNT, {"time_zone": "Asia/Tokyo"}, follow=True)
    assert answer.redirect_chain == [(ACCOUNT, 303)]
    assert "Your account is saved." in answer.content.decode()
    company.sales.refresh_from_db()
    assert company.sales.time_zone == "Asia/Tokyo"


def test_an_unknown_zone_answers_422_and_keeps_the_old_one(client_of, company):
    answer = client_of(company.sales).post(ACCOUNT, {"time_zone": "Mars/Olympus"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'aria-invalid="true"' in page
    assert 'aria-describedby="id_time_zone_helptext id_time_zone_error"' in page
    company.sales.refresh_from_db()
    assert company.sales.time_zone == "UTC"


def test_a_new_password_keeps_this_session(client_of, company):
    client = client_of(company.sales)
    words = {"old_password": "correct horse battery", "new_password1": "a quiet source", "new_password2": "a quiet source"}
    assert client.post(PASSWORD, words).status_code == 303
    assert client.get(ACCOUNT).status_code == 200
    company.sales.refresh_from_db()
    assert company.sales.check_password("a quiet source")


def test_a_weak_password_answers_422(client_of, company):
    words = {"old_password": "correct horse battery", "new_password1": "12345", "new_password2": "12345"}
    answer = client_of(company.sales).post(PASSWORD, words)
    assert answer.status_code == 422
    assert "too short" in answer.content.decode()


def test_the_theme_is_kept_in_a_cookie_and_the_reader_stays_where_they_were(client_of, company):
    client = client_of(company.sales)
    answer = client.post(THEME, {"theme": "dark", "next": "/people/?page=2"})
    assert (answer.status_code, answer.url) == (303, "/people/?page=2")
    assert 'data-bs-theme="dark"' in client.get(ACCOUNT).content.decode()


def test_an_unknown_theme_or_another_host_is_refused(client_of, company):
    client = client_of(company.sales)
    assert client.post(THEME, {"theme": "pink"}).status_code == 400
    assert client.post(THEME, {"theme": "light", "next": "//elsewhere.example"}).url == reverse("home")


def test_a_forged_theme_cookie_is_not_drawn(client_of, company):
    client = client_of(company.sales)
    client.cookies["theme"] = '"><script>'
    page = client.get(ACCOUNT).content.decode()
    assert "<script>" not in page
    assert 'data-theme="system"' in page
