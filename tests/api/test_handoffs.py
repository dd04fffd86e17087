"""Handoffs through the API: the same services and refusals as on the pages."""

from datetime import UTC, datetime

import pytest

from initiatives.models import Handoff, Holding

pytestmark = pytest.mark.django_db
LIST = "/api/v1/handoffs/"


def at(handoff, act=""):
    return f"{LIST}{handoff.pk}/{act}/" if act else f"{LIST}{handoff.pk}/"


def offer_of(held, **fields):
    return {"deliverable": held.pk, "receiver": "TOM@example.com", "acceptance_criteria": "Three messages."} | fields


def test_the_holder_offers_and_the_answer_names_the_new_handoff(company, launch, program):
    answer = program(company.member).send(LIST, offer_of(launch.positioning))
    body = answer.json()
    assert (answer.status_code, answer["Location"]) == (201, f"http://testserver{LIST}{body['id']}/")
    assert (body["answer"], body["receiver"]["name"], body["initiative"]) == ("open", "Tom Halvorsen", "atlas")
    assert body["answer_by"] == "2026-11-05T12:00:00Z"


def test_the_head_of_the_holders_function_offers_in_the_holders_name(company, launch, program):
    body = program(company.marketing).send(LIST, offer_of(launch.positioning)).json()
    assert body["sender"]["name"] == "Noor Haddad"


def test_only_who_holds_it_hands_it_over(company, launch, program):
    answer = program(company.product).send(LIST, offer_of(launch.positioning))
    assert answer.status_code == 403
    assert "Only who holds Positioning hands it over" in answer.json()["detail"]
    assert not Handoff.objects.exists()


def test_a_batch_of_work_moves_without_the_deliverable(company, launch, program):
    body = program(company.product).send(LIST, offer_of(launch.enablement, batch_size=40, title="Leads of October")).json()
    assert (body["batch_size"], body["title"]) == (40, "Leads of October")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"receiver": "noor@example.com"}, "A handoff goes to somebody else"),
        ({"receiver": "nobody@example.com"}, "receiver: Nobody who works here has the address nobody@example.com."),
        ({"receiver": 7}, "receiver: Nobody who works here has the address 7."),
        ({"acceptance_criteria": ""}, "acceptance_criteria: This field may not be blank."),
        ({"deliverable": 0}, "deliverable: Invalid pk"),
        ({"answer_by": "2026-11-03T12:00:00Z"}, "A handoff is offered, then answered"),
        ({"title": "a\0b"}, "title: Null characters are not allowed."),
    ],
)
def test_an_offer_that_breaks_a_rule_is_refused_with_a_sentence(company, launch, program, change, sentence):
    answer = program(company.member).send(LIST, offer_of(launch.positioning, **change))
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert sentence in answer.json()["detail"]
    assert not Handoff.objects.exists()


def test_accepting_moves_the_holding(company, offered, program):
    body = program(company.sales).send(at(offered, "accept")).json()
    assert (body["answer"], body["answered_by"]["name"], body["answered_at"]) == (
        "accepted",
        "Tom Halvorsen",
        "2026-11-04T12:00:00Z",
    )
    assert Holding.objects.at(datetime(2026, 11, 4, 13, tzinfo=UTC)).get().person == company.sales


def test_rejecting_needs_a_reason_of_the_list(company, offered, program):
    client = program(company.sales)
    for body in ({}, {"reason": ""}, {"reason": "because"}):
        answer = client.send(at(offered, "reject"), body)
        assert answer.status_code == 400
        assert "reason" in answer.json()["errors"]
    code = client.get("/api/v1/reasons/", {"kind": "handoff", "retired": "false"}).json()["results"][0]["code"]
    body = client.send(at(offered, "reject"), {"reason": code, "comment": "No numbers."}).json()
    assert (body["answer"], body["reason"]["code"], body["comment"]) == ("rejected", code, "No numbers.")


def test_a_second_answer_is_refused_and_the_first_stays(company, offered, program):
    client = program(company.sales)
    client.send(at(offered, "accept"))
    answer = client.send(at(offered, "accept"))
    assert answer.status_code == 400
    assert "That answer stays" in answer.json()["detail"]


def test_others_do_not_answer_and_the_receiver_does_not_withdraw(company, offered, program):
    stranger = program(company.creative)
    for act, body in (("accept", {}), ("reject", {"reason": "x"}), ("withdraw", {}), ("start", {}), ("finish", {})):
        assert stranger.send(at(offered, act), body).status_code == 403, act
    assert program(company.sales).send(at(offered, "withdraw")).status_code == 403
    assert program(company.member).send(at(offered, "withdraw"), {"comment": "Too early."}).json()["answer"] == "withdrawn"


def test_work_on_it_starts_and_finishes(company, offered, program, noon):
    client = program(company.sales)
    assert client.send(at(offered, "start")).status_code == 400
    client.send(at(offered, "accept"))
    noon.shift(3600)
    assert client.send(at(offered, "start")).json()["started_at"] == "2026-11-04T13:00:00Z"
    noon.shift(3600)
    assert client.send(at(offered, "finish")).json()["finished_at"] == "2026-11-04T14:00:00Z"


def test_filters_choose(company, offered, program):
    client = program(company.member)

    def count(**parameters):
        return client.get(LIST, parameters).json()["count"]

    assert count(answer="open", initiative="atlas", sender="NOOR@example.com", receiver="tom@example.com") == 1
    assert count(answer="accepted") == count(sender="tom@example.com") == count(deliverable=10**9) == 0
    assert count(offered_after="2026-11-03T12:00:00Z") == 1
    assert count(offered_before="2026-11-03T12:00:00Z") == 0
    assert count(offered_after="2026-11-04T06:00:00+18:00") == 1


def test_after_its_window_an_offer_is_dark_from_the_start(company, offered, program, noon):
    noon.shift(2 * 24 * 3600)
    assert program(company.member).get(at(offered)).json()["dark_since"] == "2026-11-03T12:00:00Z"


def test_the_number_of_queries_does_not_grow_with_the_rows(company, launch, offered, program, queries_of):
    client = program(company.member)
    few = queries_of(lambda: client.get(LIST))
    for number in range(29):
        client.send(LIST, offer_of(launch.enablement, batch_size=number + 1))
    assert queries_of(lambda: client.get(LIST)) == few
    assert client.get(LIST).json()["count"] == 30


def test_a_batch_with_items_is_answered_item_by_item(company, launch, program):
    items = [{"key": "L-1", "amount": "10.00", "currency": "EUR"}, {"key": "L-2"}]
    sent = program(company.product).send(LIST, offer_of(launch.enablement, items=items, title="Two leads")).json()
    assert (sent["batch_size"], sent["part_of"]) == (2, None)
    tom, answer = program(company.sales), f"{LIST}{sent['id']}/answer-items/"
    refused = tom.send(answer, {"dispositions": [{"key": "L-1", "accepted": True}, {"key": "L-2", "accepted": False}]})
    assert (refused.status_code, "L-2 cannot be rejected: it has no reason" in refused.json()["detail"]) == (400, True)
    given = [{"key": "L-1", "accepted": True}, {"key": "L-2", "accepted": False, "reason": "duplicate"}]
    parts = tom.send(answer, {"dispositions": given}).json()
    assert [(part["answer"], part["batch_size"], part["part_of"]) for part in parts] == [
        ("accepted", 1, sent["id"]),
        ("rejected", 1, sent["id"]),
    ]
    rows = tom.get(f"{LIST}{sent['id']}/items/").json()
    assert [(row["key"], row["answer"], row["amount"]) for row in rows] == [
        ("L-1", "accepted", "10.00"),
        ("L-2", "rejected", None),
    ]
