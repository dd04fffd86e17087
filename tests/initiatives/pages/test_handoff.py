"""One handoff: four instants, work, corrections."""

import pytest
from django.urls import reverse

from initiatives import services
from tests.initiatives.days import monday, tuesday

pytestmark = pytest.mark.django_db


@pytest.fixture
def accepted(offer, ben):
    handoff = offer(at=monday(9), answer_by=monday(17))
    services.accept_handoff(handoff=handoff, by=ben, at=tuesday(9))
    return handoff


def at(name, handoff):
    return reverse(f"initiatives:{name}", args=[handoff.pk])


def test_it_shows_what_done_means_and_the_four_instants(client_of, company, accepted, words):
    page = words(client_of(company.member).get(at("handoff", accepted)))
    assert "Three messages, tested." in page
    assert "Offered Mon 2 Nov 2026, 09:00 Answered Tue 3 Nov 2026, 09:00 Started not yet Finished not yet" in page
    assert "Accepted, late" in page


def test_instants_are_shown_in_the_readers_zone(client_of, company, accepted, words):
    company.member.time_zone = "Asia/Tokyo"
    company.member.save()
    assert "Offered Mon 2 Nov 2026, 18:00" in words(client_of(company.member).get(at("handoff", accepted)))


def test_the_receiver_starts_and_finishes_each_once(client_of, accepted, ben, words):
    client = client_of(ben)
    early = client.post(at("finish", accepted))
    assert early.status_code == 422
    assert "Start it first." in words(early)
    assert client.post(at("start", accepted)).status_code == 303
    assert client.post(at("start", accepted)).status_code == 422
    assert client.post(at("finish", accepted)).status_code == 303


def test_nobody_else_starts_the_work(client_of, company, accepted):
    assert client_of(company.creative).post(at("start", accepted)).status_code == 403


def test_a_correction_stays_beside_what_was_first_written(client_of, accepted, ada, words):
    answer = client_of(ada).post(
        at("correct", accepted),
        {"instant": "answered_at", "to": "2026-11-02T16:00", "why": "Ben said yes on the phone."},
        follow=True,
    )
    page = words(answer)
    assert "Answered Mon 2 Nov 2026, 16:00 corrected; first written Tue 3 Nov 2026, 09:00" in page
    assert "Ada, Wed 4 Nov 2026, 09:00: Ben said yes on the phone." in page


def test_a_correction_out_of_order_answers_422(client_of, accepted, ada, words):
    wrong = {"instant": "answered_at", "to": "2026-11-01T16:00", "why": "x"}
    answer = client_of(ada).post(at("correct", accepted), wrong)
    assert answer.status_code == 422
    assert "Then it would be answered before it was offered. Nothing was corrected." in words(answer)


def test_an_instant_that_was_never_written_is_not_offered_for_correction(client_of, accepted, ada):
    page = client_of(ada).get(at("correct", accepted)).content.decode()
    assert "answered_at" in page
    assert "started_at" not in page


def test_a_stranger_does_not_correct(client_of, company, accepted, words):
    answer = client_of(company.creative).get(at("correct", accepted))
    assert answer.status_code == 403
    assert "Only the two sides of a handoff" in words(answer)


def test_an_unknown_handoff_is_not_found(client_of, company):
    for name in ("handoff", "correct", "reject"):
        assert client_of(company.member).get(reverse(f"initiatives:{name}", args=[10**9])).status_code == 404
