"""Meetings and decisions: read, and no sealed call before the reveal."""

import hashlib
from datetime import timedelta

import pytest

from scorecards import services
from tests.scorecards.conftest import NOW, atlas, launch, metrics  # noqa: F401  (fixtures)

pytestmark = pytest.mark.django_db
SECRET = "Nobody may read this before the reveal."


def condition(staff):
    return services.ConditionDraft(text="CAC is read again", person=staff.sales, due=(NOW + timedelta(days=3)).date())


@pytest.fixture
def decided(launch):  # noqa: F811
    """The meeting held: GO by all, then HOLD with a condition by the owner."""
    launch.make_ready()
    launch.do(
        services.decide_hold,
        launch.staff.owner,
        until=NOW + timedelta(days=7),
        conditions=[condition(launch.staff)],
    )
    return launch


def test_a_sealed_call_is_told_to_nobody(launch, program):  # noqa: F811
    launch.open()
    launch.gather()
    for head in launch.staff.heads.values():
        launch.do(services.make_call, head, call="nogo", sentence=SECRET, confidence=99)
        if head == launch.staff.creative:
            break
    for asker in (launch.staff.product, launch.staff.owner, launch.staff.ceo, launch.staff.administrator):
        client = program(asker)
        for path in ("/api/v1/meetings/", f"/api/v1/meetings/{launch.meeting.pk}/", "/api/v1/decisions/"):
            answer = client.get(path)
            assert answer.status_code == 200
            assert SECRET not in answer.content.decode()
    body = client.get(f"/api/v1/meetings/{launch.meeting.pk}/").json()
    assert (body["state"], body["calls"]) == ("open", [])


def test_revealed_calls_and_the_sentence_are_told(launch, program):  # noqa: F811
    launch.make_ready()
    body = program(launch.staff.member).get(f"/api/v1/meetings/{launch.meeting.pk}/").json()
    assert body["state"] == "revealed"
    assert {call["function"] for call in body["calls"]} == {"product", "marketing", "creative", "sales"}
    assert body["calls"][0]["sentence"] == "Ready."
    assert body["interpretation"]["text"] == "Demand is there."
    assert len(body["interpretation"]["agreements"]) == 4
    assert body["decision"] is None


def test_a_decision_is_told_with_its_conditions(decided, program):
    client = program(decided.staff.member)
    (row,) = client.get("/api/v1/decisions/", {"initiative": "atlas", "outcome": "hold"}).json()["results"]
    assert (row["outcome"], row["by"]["name"], row["initiative"]) == ("hold", "Priya Raman", "atlas")
    assert [(one["text"], one["person"]["name"], one["met_at"]) for one in row["conditions"]] == [
        ("CAC is read again", "Tom Halvorsen", None)
    ]
    assert client.get(f"/api/v1/meetings/{row['meeting']}/").json()["decision"]["outcome"] == "hold"
    assert client.get("/api/v1/decisions/", {"outcome": "go"}).json()["count"] == 0


def test_anybody_can_verify_the_brief(decided, program):
    client = program(decided.staff.member)
    decision = client.get("/api/v1/decisions/").json()["results"][0]
    brief = client.get(f"/api/v1/decisions/{decision['id']}/brief/").json()
    assert hashlib.sha256(brief["text"].encode()).hexdigest() == brief["sha256"] == decision["brief_sha256"]
    assert brief["previous_sha256"] is None


def test_decisions_are_only_read(decided, program):
    for method in ("post", "put", "patch", "delete"):
        for path in ("/api/v1/decisions/", "/api/v1/meetings/"):
            assert getattr(program(decided.staff.owner), method)(path, {}, content_type="application/json").status_code == 405


def test_the_number_of_queries_does_not_grow_with_the_decisions(decided, program, queries_of):
    client = program(decided.staff.member)
    few = [queries_of(lambda path=path: client.get(path)) for path in ("/api/v1/decisions/", "/api/v1/meetings/")]
    for number in range(2):
        decided.meeting = services.schedule_meeting(
            initiative=decided.initiative,
            question=f"Again, {number}?",
            scheduled_for=decided.at() + timedelta(hours=1),
            of=9,
            by=decided.staff.owner,
            at=decided.at(),
        )
        decided.make_ready()
        decided.do(
            services.decide_hold, decided.staff.owner, until=NOW + timedelta(days=7), conditions=[condition(decided.staff)] * 3
        )
    many = [queries_of(lambda path=path: client.get(path)) for path in ("/api/v1/decisions/", "/api/v1/meetings/")]
    assert many == few
    assert client.get("/api/v1/decisions/").json()["count"] == 3
