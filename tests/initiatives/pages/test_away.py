"""The pages of being away and of leaving."""

import pytest
from django.urls import reverse

from initiatives import services
from initiatives.models import Delegation
from tests.initiatives.days import monday

pytestmark = pytest.mark.django_db


def at(name, one):
    return reverse(f"initiatives:{name}", args=[one.pk])


def test_a_delegate_is_named_shown_and_dismissed(client_of, ben, cy, words):
    client = client_of(ben)
    given = {"delegate": cy.pk, "since": "2026-11-04T08:00", "until": "2026-11-06T08:00"}
    assert "Cy answers for Ben until Fri 6 Nov, 08:00." in words(client.post(at("away", ben), given, follow=True))
    assert "Answers now" in words(client.get(at("away", ben)))
    assert "Cy answers for you until Fri 6 Nov, 08:00." in words(client.get(reverse("initiatives:inbox")))
    assert "You answer for Ben until" in words(client_of(cy).get(reverse("initiatives:inbox")))
    client.post(at("end_delegation", Delegation.objects.get()))
    assert "Ended early" in words(client.get(at("away", ben)))


def test_an_end_in_the_past_answers_422(client_of, ben, cy, words):
    given = {"delegate": cy.pk, "since": "2026-11-02T08:00", "until": "2026-11-03T08:00"}
    answer = client_of(ben).post(at("away", ben), given)
    assert (answer.status_code, "The end comes after the start" in words(answer)) == (422, True)


def test_the_head_names_a_delegate_for_a_member_and_a_colleague_does_not(client_of, company, ben, cy):
    assert client_of(company.sales).get(at("away", ben)).status_code == 200
    assert client_of(company.marketing).get(at("away", ben)).status_code == 403
    assert client_of(cy).get(at("away", ben)).status_code == 403


def test_leaving_is_recorded_by_the_coo_and_shown(client_of, company, launch, ada, words):
    services.name_holder(deliverable=launch.positioning, person=ada, by=ada, at=monday(8))
    client = client_of(company.coo)
    page = words(client.get(at("left_behind", ada)))
    assert "What Ada would leave behind" in page
    assert "Positioning of Atlas" in page
    assert "Name the holder" in page
    assert "Name the holder" not in words(client_of(company.member).get(at("left_behind", ada)))
    answer = words(client.post(at("record_leaving", ada), follow=True))
    assert "Ada has left. Nothing was passed on; a holder was asked for 1 deliverable." in answer
    assert "Orphaned" in answer
    assert client.post(at("record_leaving", ada)).status_code == 422
    assert "orphaned" in words(client.get(at("deliverable", launch.positioning)))
    assert "Owned and held on leaving: orphaned" in words(client.get(reverse("people:person", args=[ada.pk])))


def test_what_waits_on_somebody_who_left_is_rejected_by_the_head_and_not_accepted(client_of, offer, company, ben, words):
    handoff = offer(monday(9))
    services.record_leaving(person=ben, by=company.coo, at=monday(10))
    client = client_of(company.heads[ben.seats.get().function])
    for page in (words(client.get(reverse("initiatives:inbox"))), words(client.get(at("handoff", handoff)))):
        assert "Reject" in page
        assert "Accept Positioning" not in page
    assert "sent by Ada to Ben, who has left" in words(client.get(reverse("initiatives:inbox")))
    refused = client.post(at("accept", handoff))
    assert refused.status_code == 422
    assert "Ben no longer works here, so nobody can accept this for them." in words(refused)


def test_an_answer_by_a_delegate_says_in_whose_place(client_of, offer, ben, cy, words):
    handoff = offer(monday(9))
    fields = {"person": ben, "delegate": cy, "by": ben}
    services.delegate_answers(**fields, since=monday(9), until=monday(17), at=monday(9))
    services.accept_handoff(handoff=handoff, by=cy, at=monday(10))
    assert "Cy in place of Ben" in words(client_of(ben).get(at("handoff", handoff)))


def test_the_number_of_queries_does_not_grow_with_what_is_left(client_of, company, deliverable, ada, queries):
    url = at("left_behind", ada)
    for number in range(12):
        services.name_holder(deliverable=deliverable(f"Piece {number}"), person=ada, by=ada, at=monday(8))
        if not number:
            one = queries(client_of(company.coo), url)
    assert queries(client_of(company.coo), url) == one
