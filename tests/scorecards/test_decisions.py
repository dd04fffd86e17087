"""GO, HOLD, NO-GO, waivers (rules 19 to 21)."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction

from initiatives.models import Charter
from scorecards import services
from scorecards.models import Call, Condition, Decision, Waiver
from scorecards.services import ConditionDraft
from signals.models import Source
from tests.scorecards.conftest import NOW, days


def draft(person, text="Speed to lead back", **more):
    return ConditionDraft(text=text, person=person, due=date(2026, 11, 26), **more)


def hold(launch, *conditions, until=None, by=None):
    conditions = conditions or [draft(launch.staff.sales)]
    return launch.do(services.decide_hold, by or launch.staff.owner, until=until or NOW + days(7), conditions=conditions)


def refused(launch, by=None):
    with pytest.raises(ValidationError) as refusal:
        launch.do(services.decide_go, by or launch.staff.owner)
    assert not Decision.objects.exists()
    return refusal.value.messages


def test_go_is_decided_when_nothing_is_missing(launch):
    launch.make_ready()
    decision = launch.do(services.decide_go, launch.staff.owner)
    assert decision.outcome == "go"
    assert decision.brief_sha256 == launch.fresh().brief.sha256
    assert launch.fresh().state == "decided"


def test_go_with_a_head_missing_is_refused_and_named(launch):
    launch.open()
    launch.gather("product", "marketing", "creative")
    launch.interpret()
    launch.agree("product", "marketing", "creative")
    assert refused(launch) == [
        "GO is not possible yet.",
        "Sales is not in the room (Tom Halvorsen).",
        "Sales has neither agreed with the one reading nor dissented.",
        "The calls are still sealed.",
    ]


def test_go_with_a_stale_reading_is_refused_though_the_source_was_pulled_after_the_freeze(launch):
    Source.objects.filter(name="Ledger").update(last_success_at=NOW - days(9))
    launch.make_ready()
    Source.objects.update(last_success_at=NOW)
    assert refused(launch) == ["GO is not possible yet.", "NRR is stale."]


def test_go_with_an_unknown_reading_is_refused_and_its_source_named(launch):
    Source.objects.filter(name="Events").update(last_success_at=None)
    launch.metrics["time_to_value"].definitions.get().readings.all().delete()
    launch.make_ready()
    assert refused(launch) == ["GO is not possible yet.", "Time to value is unknown: no data from Events."]


def test_a_reading_that_is_not_required_does_not_stand_in_the_way(launch):
    chosen = [(metric, key != "nrr") for key, metric in launch.metrics.items()]
    services.choose_readings(initiative=launch.initiative, metrics=chosen, by=launch.staff.owner, at=NOW)
    Source.objects.filter(name="Ledger").update(last_success_at=NOW - days(9))
    launch.make_ready()
    assert launch.do(services.decide_go, launch.staff.owner).outcome == "go"


def test_nobody_but_the_owner_decides_not_even_the_ceo(launch):
    launch.make_ready()
    assert refused(launch, by=launch.staff.ceo) == ["Only the arc owner, Priya Raman, can decide. Nothing was changed."]
    assert "Only the arc owner" in refused(launch, by=launch.staff.sales)[0]


def test_without_a_charter_in_force_nobody_decides(launch):
    launch.make_ready()
    Charter.objects.update(in_force=(NOW - days(99), NOW - days(1)))
    assert refused(launch) == ["Atlas launch has no arc owner who can act. The CEO names one before anybody can decide."]


def test_a_waiver_is_asked_by_one_and_granted_by_another_with_reason_and_expiry(launch):
    Source.objects.filter(name="Ledger").update(last_success_at=NOW - days(9))
    launch.make_ready()
    ask = {"requirement": "stale:nrr", "reason": "The ledger is down until Monday.", "expires_at": NOW + days(3)}
    waiver = launch.do(services.ask_waiver, launch.staff.owner, **ask)
    assert refused(launch)[1:] == ["NRR is stale."]
    with pytest.raises(ValidationError, match="asked for already"):
        launch.do(services.ask_waiver, launch.staff.owner, **ask)
    with pytest.raises(ValidationError, match="head, the COO or the CEO"):
        services.grant_waiver(waiver=waiver, by=launch.staff.member, at=launch.at())
    services.grant_waiver(waiver=waiver, by=launch.staff.coo, at=launch.at())
    assert launch.do(services.decide_go, launch.staff.owner).outcome == "go"
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Waiver.objects.update(reason="Another.")


def test_nobody_grants_the_waiver_that_he_asked_for(launch, company):
    launch.open()
    asked = {"requirement": "stale:nrr", "reason": "Down.", "expires_at": NOW + days(3), "asked_at": NOW}
    waiver = Waiver.objects.create(meeting=launch.meeting, asked_by=company.sales, **asked)
    with pytest.raises(ValidationError, match="somebody other than the one who asks"):
        services.grant_waiver(waiver=waiver, by=company.sales, at=launch.at())
    with pytest.raises(IntegrityError), transaction.atomic():
        Waiver.objects.update(granted_by=company.sales, granted_at=NOW)


def test_an_expired_waiver_no_longer_counts(launch):
    launch.open()
    launch.gather("product", "marketing", "creative")
    waiver = launch.do(
        services.ask_waiver, launch.staff.owner, requirement="present:sales", reason="On leave.", expires_at=NOW + days(1)
    )
    services.grant_waiver(waiver=waiver, by=launch.staff.ceo, at=launch.at())
    with pytest.raises(ValidationError, match="quorum"):
        services.reveal(meeting=launch.meeting, by=launch.staff.owner, at=NOW + days(2))
    assert launch.do(services.reveal, launch.staff.owner).revealed_at


def test_what_is_met_or_cannot_be_waived_is_not_waived(launch):
    launch.open()
    ask = {"reason": "Because.", "expires_at": NOW + days(1)}
    for requirement, says in [("stale:nrr", "nothing to waive"), ("revealed", "cannot be waived")]:
        with pytest.raises(ValidationError, match=says):
            launch.do(services.ask_waiver, launch.staff.owner, requirement=requirement, **ask)
    with pytest.raises(ValidationError, match="lies ahead"):
        launch.do(services.ask_waiver, launch.staff.owner, requirement="present:sales", reason="x", expires_at=NOW - days(1))


def test_hold_needs_an_end_and_a_condition_with_one_person_and_a_due_date(launch):
    launch.open()
    with pytest.raises(ValidationError, match="at least one condition"):
        launch.do(services.decide_hold, launch.staff.owner, until=NOW + days(7), conditions=[])
    with pytest.raises(ValidationError, match="an end that lies ahead"):
        hold(launch, until=NOW - days(1))
    with pytest.raises(ValidationError, match="due before the decision"):
        hold(launch, ConditionDraft(text="Too late", person=launch.staff.sales, due=date(2026, 11, 1)))
    with pytest.raises(ValidationError, match="at most or at least what"):
        hold(launch, draft(launch.staff.sales, metric=launch.metrics["nrr"]))
    assert not Decision.objects.exists()
    assert hold(launch).conditions.get().person == launch.staff.sales


@transaction.atomic
def hold_past_the_service(launch):
    Decision.objects.create(
        meeting=launch.meeting, outcome="hold", by=launch.staff.owner, at=NOW, until=NOW + days(1), brief_sha256="x"
    )
    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_database_itself_refuses_a_hold_without_a_condition(launch):
    launch.open()
    with pytest.raises(IntegrityError, match="at least one condition"):
        hold_past_the_service(launch)


def test_no_go_needs_a_reason(launch):
    launch.open()
    with pytest.raises(ValidationError, match="NO-GO needs a reason"):
        launch.do(services.decide_nogo, launch.staff.owner, reason="  ")
    assert launch.do(services.decide_nogo, launch.staff.owner, reason="Nobody needs it.").outcome == "nogo"


def test_deciding_before_the_reveal_shows_the_calls_that_are_in(launch):
    launch.open()
    launch.gather("sales")
    launch.call("sales")
    hold(launch)
    assert [call.function for call in Call.objects.all()] == ["sales"]


def test_a_decision_is_taken_once_and_nothing_in_the_room_changes_after_it(launch):
    launch.make_ready()
    launch.do(services.decide_go, launch.staff.owner)
    for act, by, arguments in [
        (services.decide_nogo, launch.staff.owner, {"reason": "No."}),
        (services.interpret, launch.staff.owner, {"text": "Other."}),
        (services.agree, launch.staff.sales, {}),
        (services.name_delegate, launch.staff.sales, {"person": launch.staff.member}),
    ]:
        with pytest.raises(ValidationError, match="Priya Raman decided GO"):
            launch.do(act, by, **arguments)
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        launch.meeting.presences.all().delete()
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        Decision.objects.update(outcome="hold")


def test_a_condition_is_ticked_by_its_person_or_the_owner_once(launch):
    condition = (launch.open(), hold(launch))[1].conditions.get()
    with pytest.raises(ValidationError, match="Only Tom Halvorsen, or the arc owner"):
        services.meet_condition(condition=condition, by=launch.staff.product, at=launch.at())
    services.meet_condition(condition=condition, by=launch.staff.sales, at=launch.at())
    with pytest.raises(ValidationError, match="ticked already"):
        services.meet_condition(condition=condition, by=launch.staff.owner, at=launch.at())
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Condition.objects.update(text="Something easier")


def test_a_condition_that_is_due_after_the_hold_ends_is_refused_with_both_dates(launch):
    launch.open()
    with pytest.raises(ValidationError, match=r"is due Thu 26 Nov, after the HOLD ends on Wed 25 Nov\."):
        hold(launch, until=NOW + days(5))
    assert not Decision.objects.exists()
