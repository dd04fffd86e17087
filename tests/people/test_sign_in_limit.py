"""Signing in is limited: five failures lock the pair of address and machine for a quarter of an hour."""

from datetime import UTC, datetime

import pytest
import time_machine

pytestmark = pytest.mark.django_db
SIGN_IN = "/sign-in/"
RIGHT, WRONG = "correct horse battery", "wrong"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(datetime(2026, 11, 4, 12, tzinfo=UTC), tick=False) as traveller:
        yield traveller


def attempt(client, name="dana@example.com", password=RIGHT, path=SIGN_IN, **machine):
    return client.post(path, {"username": name, "password": password}, **machine).status_code


def fail(client, times=5, **where):
    return [attempt(client, password=WRONG, **where) for _ in range(times)]


def test_the_fifth_failure_locks_even_the_right_password_out(client, company):
    assert fail(client) == [422, 422, 422, 422, 429]
    assert attempt(client) == 429


def test_four_failures_do_not(client, company):
    fail(client, 4)
    assert attempt(client) == 302


def test_another_case_of_the_address_is_no_new_name(client, company):
    names = ["dana@example.com", "DANA@example.com", "Dana@Example.com", " dana@example.com", "dana@EXAMPLE.com"]
    assert [attempt(client, name, WRONG) for name in names][-1] == 429
    assert attempt(client, "dana@example.com") == 429


def test_somebody_else_and_another_machine_are_not_locked(client, company):
    fail(client)
    assert attempt(client, "tom@example.com") == 302
    client.logout()
    assert attempt(client, REMOTE_ADDR="192.0.2.7") == 302


def test_a_quarter_of_an_hour_later_the_right_password_is_let_in(client, company, clock):
    fail(client)
    clock.shift(14 * 60)
    assert attempt(client) == 429
    clock.shift(2 * 60)
    assert attempt(client) == 302


def test_the_door_of_the_admin_counts_too(client, company):
    fail(client, path="/admin/login/")
    assert attempt(client, company.product.email) == 429


def test_an_unknown_address_is_answered_as_a_wrong_password(client, company):
    assert fail(client, name="nobody@example.com") == [422, 422, 422, 422, 429]
