"""The room: presence, sealed calls, the one reading (rules 17 and 18)."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from people.models import Function
from scorecards import services
from scorecards.models import Agreement, Call, Interpretation, Presence
from scorecards.services.calls import functions_in


def test_nobody_comes_in_before_the_owner_opens(launch):
    with pytest.raises(ValidationError, match="not open yet"):
        launch.gather("sales")


def test_only_heads_and_the_delegate_each_named_come_in(launch):
    launch.open()
    with pytest.raises(ValidationError, match="Only the four function heads"):
        launch.do(services.mark_present, launch.staff.member)
    launch.do(services.name_delegate, launch.staff.marketing, person=launch.staff.member)
    presence = launch.do(services.mark_present, launch.staff.member)
    assert presence.function == "marketing"
    with pytest.raises(ValidationError, match="in the room already"):
        launch.do(services.mark_present, launch.staff.member)


def test_one_person_has_one_voice(launch, person):
    with pytest.raises(ValidationError, match="speaks as head of a function already"):
        launch.do(services.name_delegate, launch.staff.marketing, person=launch.staff.sales)
    with pytest.raises(ValidationError, match="owns the arc"):
        launch.do(services.name_delegate, launch.staff.marketing, person=launch.staff.owner)
    with pytest.raises(ValidationError, match="no longer works here"):
        launch.do(services.name_delegate, launch.staff.marketing, person=person("Gone Away", is_active=False))
    launch.do(services.name_delegate, launch.staff.marketing, person=launch.staff.member)
    with pytest.raises(ValidationError, match="one person has one voice"):
        launch.do(services.name_delegate, launch.staff.sales, person=launch.staff.member)
    with pytest.raises(ValidationError, match="Only the head of a function"):
        launch.do(services.name_delegate, launch.staff.owner, person=launch.staff.member)


def test_a_head_who_arrives_takes_over_from_the_delegate_and_not_the_other_way(launch, person):
    launch.open()
    launch.do(services.name_delegate, launch.staff.sales, person=launch.staff.member)
    launch.do(services.mark_present, launch.staff.member)
    with pytest.raises(ValidationError, match="speaks for Sales already"):
        launch.do(services.name_delegate, launch.staff.sales, person=person("Ben Byrne", role="member", function="sales"))
    launch.do(services.mark_present, launch.staff.sales)
    assert Presence.objects.get(function="sales").person == launch.staff.sales
    with pytest.raises(ValidationError, match="Tom Halvorsen is in the room"):
        launch.do(services.mark_present, launch.staff.member)


def test_whoever_came_in_by_a_slip_goes_out_but_not_after_a_call(launch):
    launch.open()
    launch.gather("sales")
    launch.do(services.leave_room, launch.staff.sales)
    assert not Presence.objects.exists()
    launch.gather("sales")
    launch.call("sales")
    with pytest.raises(ValidationError, match="Your call is in"):
        launch.do(services.leave_room, launch.staff.sales)


def test_a_sealed_call_can_be_read_by_nobody_while_whose_are_in_is_known(launch):
    launch.open()
    launch.gather()
    launch.call("sales", "product")
    assert functions_in(launch.meeting) == {"sales", "product"}
    assert not Call.objects.exists()
    assert not launch.fresh().calls.exists()
    assert not {"call", "sentence", "confidence", "reason"} & {
        field.name for field in Call.events.rel.related_model._meta.fields
    }


def test_the_fourth_call_reveals_all(launch):
    launch.open()
    launch.gather()
    launch.call("product", "marketing", "creative")
    assert launch.fresh().state == "open"
    launch.call("sales")
    assert launch.fresh().state == "revealed"
    assert launch.fresh().revealed_by is None
    assert Call.objects.count() == 4


def test_the_owner_reveals_early_only_with_the_quorum_present(launch):
    launch.open()
    launch.gather("product", "marketing", "creative")
    launch.call("product")
    with pytest.raises(ValidationError, match="sealed until the quorum") as refusal:
        launch.do(services.reveal, launch.staff.owner)
    assert "Sales is not in the room (Tom Halvorsen)." in refusal.value.messages
    launch.gather("sales")
    with pytest.raises(ValidationError, match="Only the arc owner"):
        launch.do(services.reveal, launch.staff.sales)
    launch.do(services.reveal, launch.staff.owner)
    assert [call.function for call in Call.objects.all()] == ["product"]


def test_a_call_is_not_edited_and_a_changed_mind_needs_its_reason(launch):
    launch.open()
    launch.gather()
    launch.call("sales", call="go")
    with pytest.raises(ValidationError, match="what changed your mind"):
        launch.call("sales", call="hold")
    launch.do(
        services.make_call, launch.staff.sales, call="hold", sentence="Wait.", confidence=60, reason="The queue is empty."
    )
    assert [(call.number, call.call) for call in Call.sealed.filter(function="sales")] == [(1, "go"), (2, "hold")]
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Call.sealed.update(call="go")


def test_only_who_is_in_the_room_calls_and_a_call_says_why_and_how_sure(launch):
    launch.open()
    with pytest.raises(ValidationError, match="Mark yourself present first"):
        launch.call("sales")
    launch.gather("sales")
    for wrong in ({"call": "maybe"}, {"confidence": 101}, {"sentence": ""}, {"sentence": "x" * 91}):
        with pytest.raises(ValidationError):
            launch.do(services.make_call, launch.staff.sales, **{"call": "go", "sentence": "So.", "confidence": 50, **wrong})
    assert not Call.sealed.exists()


def test_any_edit_of_the_interpretation_takes_the_agreements_off(launch):
    launch.open()
    launch.gather()
    launch.interpret("Demand is there.")
    launch.agree("product", "sales")
    launch.interpret("Demand is there; the handoff is not.")
    standing = Interpretation.objects.latest_of(launch.meeting)
    assert (standing.version, standing.agreements.count()) == (2, 0)
    assert Agreement.objects.count() == 2
    with pytest.raises(ValidationError, match="unchanged"):
        launch.interpret("Demand  is there; the handoff is not. ")


def test_an_answer_to_a_sentence_that_changed_meanwhile_is_refused(launch):
    launch.open()
    launch.gather()
    with pytest.raises(ValidationError, match="Nobody has written"):
        launch.agree("sales")
    launch.interpret("Demand is there.")
    launch.interpret("Demand is not there.")
    with pytest.raises(ValidationError, match="Version 2 says: “Demand is not there"):
        launch.do(services.agree, launch.staff.sales, version=1)


def test_the_sentence_has_at_most_160_characters_and_is_written_in_the_room(launch):
    launch.open()
    with pytest.raises(ValidationError, match="at most 160 characters"):
        launch.interpret("x" * 161)
    with pytest.raises(ValidationError, match="Mark yourself present first"):
        launch.do(services.interpret, launch.staff.sales, text="Demand is there.")
    launch.gather("sales")
    assert launch.do(services.interpret, launch.staff.sales, text="x" * 160).version == 1


def test_dissent_is_in_writing_may_commit_and_can_be_taken_back(launch):
    launch.open()
    launch.gather()
    launch.interpret()
    with pytest.raises(ValidationError, match="Dissent is in writing"):
        launch.do(services.dissent, launch.staff.marketing, text="", commits=True)
    kept = launch.do(services.dissent, launch.staff.marketing, text="Paid media starts 7 Dec.", commits=True)
    assert (kept.agrees, kept.commits) == (False, True)
    launch.agree("marketing")
    assert Agreement.objects.get(function="marketing").agrees


def test_everything_that_the_room_can_see_moves_the_revision_and_says_what_it_was(launch):
    seen = [launch.fresh().revision]
    launch.make_ready()
    launch.do(services.decide_go, launch.staff.owner)
    assert launch.fresh().revision == seen[0] + 1 + 4 + 1 + 4 + 4 + 1
    assert launch.fresh().last_change == "Priya Raman decided GO."
    assert set(Function.values) == {presence.function for presence in Presence.objects.all()}
