"""Acts of the room through their pages: forms, refusals, redirects."""

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse

from scorecards.models import Call, Decision, Meeting
from signals.models import Source
from tests.scorecards.conftest import NOW, days

ROOM = "/initiatives/atlas/decision/"


@pytest.fixture(autouse=True)
def _now():
    cache.clear()
    with time_machine.travel(NOW + days(0, 1), tick=False):
        yield


def address(launch, name):
    return reverse(f"scorecards:{name}", args=[launch.meeting.pk])


def post(client, launch, name, **data):
    return client.post(address(launch, name), data)


def test_a_head_comes_in_calls_and_answers_by_plain_forms(launch, client_of):
    launch.open()
    launch.interpret()
    client = client_of(launch.staff.sales)
    assert post(client, launch, "present").headers["location"] == ROOM
    answer = post(client, launch, "call", call="hold", sentence="Nobody is there.", confidence=80)
    assert (answer.status_code, answer.headers["location"]) == (303, ROOM)
    assert post(client, launch, "agree", version=1).status_code == 303
    assert Call.sealed.get().call == "hold"
    assert "What changed your mind?" in client.get(address(launch, "call")).content.decode()


def test_a_delegate_speaks_for_the_function_and_nobody_else_does(launch, client_of):
    launch.open()
    head = client_of(launch.staff.marketing)
    assert post(head, launch, "delegate", person=launch.staff.member.pk).status_code == 303
    delegate = client_of(launch.staff.member)
    assert post(delegate, launch, "present").status_code == 303
    assert "Noor Haddad, for LF" in delegate.get(ROOM).content.decode()
    refused = post(client_of(launch.staff.administrator), launch, "present")
    assert refused.status_code == 403
    assert "Only the four function heads" in refused.content.decode()


def test_a_wrong_form_answers_422_with_what_was_typed_and_a_sentence(launch, client_of):
    launch.open()
    launch.gather("sales")
    client = client_of(launch.staff.sales)
    answer = post(client, launch, "call", call="hold", sentence="", confidence=101)
    assert answer.status_code == 422
    assert 'value="101"' in answer.content.decode()
    answer = post(client, launch, "dissent", version=1, text="No.", commits="on")
    assert answer.status_code == 422
    assert "Nobody has written the one reading yet" in answer.content.decode()


@pytest.mark.parametrize("who", ["sales", "ceo", "member", "administrator"])
def test_only_the_owner_opens_reveals_and_decides(launch, client_of, who):
    client = client_of(getattr(launch.staff, who))
    for name in ("open", "reveal", "decide", "waive", "reschedule"):
        answer = post(client, launch, name, outcome="go")
        assert answer.status_code == 403
        assert "Only Priya Raman, who owns the arc of Atlas launch, does this." in answer.content.decode()
    assert Meeting.objects.get().opened_at is None


def test_the_go_button_says_what_is_missing_and_pressing_it_answers_422(launch, client_of):
    Source.objects.filter(name="Ledger").update(last_success_at=NOW - days(9))
    launch.open()
    launch.gather("product", "marketing", "creative")
    client = client_of(launch.staff.owner)
    page = client.get(address(launch, "decide")).content.decode()
    assert "GO needs Sales in the room, the one reading, NRR fresh and the calls revealed" in page
    answer = post(client, launch, "decide", outcome="go")
    assert answer.status_code == 422
    assert "Sales is not in the room (Tom Halvorsen)." in answer.content.decode()
    assert not Decision.objects.exists()


def test_the_owner_decides_go(launch, client_of):
    launch.make_ready()
    client = client_of(launch.staff.owner)
    assert post(client, launch, "decide", outcome="go").status_code == 303
    page = client.get(ROOM).content.decode()
    assert "<title>Atlas launch: GO \u2013 Revenue Arc</title>" in page
    assert "in market on Fri 11 Dec" in page


def test_the_owner_decides_hold_with_conditions_whose_words_are_made_for_him(launch, client_of):
    launch.open()
    client = client_of(launch.staff.owner)
    hold = {
        "outcome": "hold",
        "hold-until": "2026-11-27T10:00",
        "condition-1-person": launch.staff.sales.pk,
        "condition-1-due": "2026-11-26",
        "condition-1-metric": launch.metrics["nrr"].pk,
        "condition-1-comparator": "ge",
        "condition-1-threshold": "110",
        "condition-1-for_days": "5",
    }
    page = client.get(address(launch, "decide")).content.decode()
    assert "What must come true</label>" in page
    late = post(client, launch, "decide", **{**hold, "condition-1-due": "2026-11-28"}).content.decode()
    assert "is due Sat 28 Nov, after the HOLD ends on Fri 27 Nov." in late
    blank = post(client, launch, "decide", **{**hold, "condition-1-metric": ""}).content.decode()
    assert "Say what must come true." in blank
    answer = post(client, launch, "decide", **{**hold, "condition-1-person": ""})
    assert answer.status_code == 422
    assert "Name one person." in answer.content.decode()
    assert post(client, launch, "decide", **hold).status_code == 303
    condition = Decision.objects.get().conditions.get()
    assert (condition.text, str(condition.threshold.normalize())) == ("NRR ≥ 110% for 5 days", "1.1")
    assert "until Fri 27 Nov, 10:00" in client.get(ROOM).content.decode()


def test_a_hold_without_a_condition_and_a_no_go_without_a_reason_answer_422(launch, client_of):
    launch.open()
    client = client_of(launch.staff.owner)
    answer = post(client, launch, "decide", outcome="hold", **{"hold-until": "2026-11-27T10:00"})
    assert answer.status_code == 422
    assert "A HOLD needs at least one condition" in answer.content.decode()
    assert post(client, launch, "decide", outcome="nogo").status_code == 422
    assert post(client, launch, "decide", **{"outcome": "nogo", "nogo-reason": "Nobody needs it."}).status_code == 303


def test_a_waiver_goes_from_the_owner_to_the_coo(launch, client_of):
    Source.objects.filter(name="Ledger").update(last_success_at=NOW - days(9))
    launch.open()
    owner = client_of(launch.staff.owner)
    ask = {"requirement": "stale:nrr", "reason": "Down until Monday.", "expires_at": "2026-11-24T10:00"}
    assert post(owner, launch, "waive", **ask).status_code == 303
    waiver = launch.meeting.waivers.get()
    grant = reverse("scorecards:grant", args=[waiver.pk])
    assert owner.post(grant).status_code == 403
    coo = client_of(launch.staff.coo)
    assert "Grant a waiver: NRR fresh" in coo.get(ROOM).content.decode()
    assert coo.post(grant).status_code == 303
    assert "Waived: NRR fresh" in owner.get(ROOM).content.decode()
