"""Handing over: to a named person, with what done means, answered by a time."""

import pytest
from django.urls import reverse

from initiatives import services
from initiatives.models import Handoff
from tests.initiatives.days import monday, thursday

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(launch, ada):
    services.name_holder(deliverable=launch.positioning, person=ada, by=ada, at=monday(8))
    return launch.positioning


def url(deliverable, batch=False):
    return reverse("initiatives:hand_over", args=[deliverable.pk]) + ("?batch" if batch else "")


def given(receiver, **more):
    return {
        "receiver": receiver.pk,
        "acceptance_criteria": "Three messages, tested.",
        "answer_by": "2026-11-05T09:00",
        **more,
    }


def test_the_window_is_one_working_day_by_default(client_of, held, ada):
    assert 'value="2026-11-04T17:00"' in client_of(ada).get(url(held)).content.decode()


def test_the_holder_offers_it_to_a_named_person(client_of, held, ada, ben, words):
    answer = client_of(ada).post(url(held), given(ben), follow=True)
    assert "Offered to Ben. Until they answer, nobody holds it." in words(answer)
    made = Handoff.objects.get()
    assert (made.sender, made.receiver, made.answer_by, made.title) == (ada, ben, thursday(9), "Positioning")


def test_nobody_hands_over_to_themselves_or_to_somebody_who_left(client_of, held, ada, ben):
    ben.is_active = False
    ben.save()
    for receiver in (ada, ben):
        answer = client_of(ada).post(url(held), given(receiver))
        assert answer.status_code == 422
    assert not Handoff.objects.exists()


def test_an_offer_without_criteria_or_with_a_window_in_the_past_answers_422(client_of, held, ada, ben, words):
    assert client_of(ada).post(url(held), given(ben, acceptance_criteria=" ")).status_code == 422
    answer = client_of(ada).post(url(held), given(ben, answer_by="2026-11-01T09:00"))
    assert answer.status_code == 422
    assert "A handoff is offered, then answered" in words(answer)


def test_a_second_offer_is_refused_while_one_is_open(client_of, held, ada, ben, cy, words):
    client = client_of(ada)
    client.post(url(held), given(ben))
    answer = client.post(url(held), given(cy))
    assert answer.status_code == 422
    assert "is on offer already" in words(answer)


def test_the_head_hands_over_in_the_name_of_the_holder(client_of, company, held, ada, ben, words):
    client = client_of(company.marketing)
    assert "In the name of Ada." in words(client.get(url(held)))
    client.post(url(held), given(ben))
    assert Handoff.objects.get().sender == ada


def test_nobody_else_hands_it_over(client_of, company, held, ben, words):
    answer = client_of(company.sales).post(url(held), given(ben))
    assert answer.status_code == 403
    assert "Only who holds Positioning hands it over: Ada." in words(answer)


def test_a_batch_moves_without_the_deliverable(client_of, company, held, ada, ben):
    client = client_of(company.member)
    assert client.get(url(held, batch=True)).status_code == 200
    client.post(url(held), given(ben, batch_size="118", title="118 Atlas MQLs"))
    made = Handoff.objects.get()
    assert (made.batch_size, made.sender) == (118, company.member)
    assert held.holdings.get().person == ada


def test_a_batch_needs_a_seat_and_at_least_one_piece(client_of, company, held, ben):
    assert client_of(company.administrator).get(url(held, batch=True)).status_code == 403
    answer = client_of(company.member).post(url(held), given(ben, batch_size="0", title="None"))
    assert answer.status_code == 422


def test_a_year_that_is_a_slip_of_the_finger_answers_422(client_of, held, ada, ben, words):
    for year in ("0001", "9999"):
        answer = client_of(ada).post(url(held), given(ben, answer_by=f"{year}-01-01T00:00"))
        assert answer.status_code == 422
        assert "Give a day between 2000 and 2099." in words(answer)
