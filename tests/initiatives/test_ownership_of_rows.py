"""Rules 6 and 7 from the rows: what of a deliverable's time was held, in transit, dark, contested."""

from decimal import Decimal

import pytest

from initiatives import services
from initiatives.ownership import Interval, Kind
from initiatives.reports import ownership_of, ownership_of_initiative
from tests.initiatives.days import friday, monday, thursday, tuesday, wednesday

pytestmark = pytest.mark.django_db


def kinds(deliverable, now):
    return [(part.kind.value, part.start, part.end) for part in ownership_of(deliverable, now).segments]


def test_an_answer_inside_the_window_makes_the_wait_transit(launch, offer, ben):
    services.accept_handoff(handoff=offer(monday(9), answer_by=monday(17)), by=ben, at=monday(17))
    report = ownership_of(launch.positioning, tuesday(8))
    assert [part.kind for part in report.segments] == [Kind.HELD, Kind.TRANSIT, Kind.HELD]
    assert report.dark == []
    assert report.holder == ben


def test_a_late_answer_makes_the_whole_wait_dark(launch, offer, ben):
    services.accept_handoff(handoff=offer(monday(9), answer_by=monday(17)), by=ben, at=wednesday(9))
    assert ownership_of(launch.positioning, friday(9)).dark == [Interval(monday(9), wednesday(9))]


def test_an_offer_without_an_answer_is_transit_until_the_window_ends_and_then_dark_from_the_offer(launch, offer):
    offer(monday(9), answer_by=monday(17))
    assert kinds(launch.positioning, monday(17))[-1] == ("transit", monday(9), monday(17))
    assert kinds(launch.positioning, monday(18))[-1] == ("dark", monday(9), monday(18))


def test_a_late_rejection_is_dark_too_and_then_the_sender_holds_it(launch, offer, ada, ben, reason):
    services.reject_handoff(handoff=offer(monday(9), answer_by=monday(17)), reason=reason, by=ben, at=tuesday(9))
    report = ownership_of(launch.positioning, thursday(9))
    assert report.dark == [Interval(monday(9), tuesday(9))]
    assert report.holder == ada


def test_a_withdrawn_offer_leaves_no_trace(launch, offer, ada):
    services.withdraw_handoff(handoff=offer(monday(9), answer_by=monday(17)), by=ada, at=wednesday(9))
    assert kinds(launch.positioning, friday(8)) == [("held", monday(8), friday(8))]


def test_a_batch_in_transit_leaves_the_holder_in_place(launch, offer):
    offer(monday(9), answer_by=monday(10), batch_size=118)
    assert kinds(launch.positioning, friday(8)) == [("held", monday(8), friday(8))]


def test_two_who_hold_it_at_once_contest_it(launch, ada, cy):
    services.name_holder(deliverable=launch.positioning, person=ada, by=ada, at=monday(8))
    services.name_holder(deliverable=launch.positioning, person=cy, by=cy, at=tuesday(8), until=wednesday(8), origin="import")
    report = ownership_of(launch.positioning, friday(8))
    assert [(part.kind.value, [one.name for one in who]) for part, who in report.spans] == [
        ("held", ["Ada"]),
        ("contested", ["Ada", "Cy"]),
        ("held", ["Ada"]),
    ]


def test_a_holding_ends_when_its_person_leaves(launch, ada):
    services.name_holder(deliverable=launch.positioning, person=ada, by=ada, at=monday(8))
    ada.is_active, ada.left_at = False, tuesday(8)
    ada.save()
    assert ownership_of(launch.positioning, wednesday(8)).dark == [Interval(tuesday(8), wednesday(8))]
    assert launch.positioning.holder(wednesday(8)) is None


def test_an_earlier_now_sees_the_offer_as_it_stood_then(launch, offer, ben):
    services.accept_handoff(handoff=offer(monday(9), answer_by=tuesday(9)), by=ben, at=wednesday(9))
    assert kinds(launch.positioning, monday(12))[-1] == ("transit", monday(9), monday(12))
    assert kinds(launch.positioning, tuesday(12))[-1] == ("dark", monday(9), tuesday(12))


def test_a_deliverable_is_needed_until_the_launch_has_ended_or_it_was_dropped(launch, deliverable, ceo):
    dropped = deliverable("Jingle", "creative")
    services.drop_deliverable(deliverable=dropped, by=ceo, at=tuesday(8))
    services.stop_launch(initiative=launch.initiative, by=ceo, at=wednesday(8))
    assert ownership_of(dropped, friday(8)).window == Interval(monday(8), tuesday(8))
    report = ownership_of(launch.positioning, friday(8))
    assert report.window == Interval(monday(8), wednesday(8))
    assert report.never_owned
    assert report.state == "never_owned"


def test_the_initiative_counts_shared_dark_time_once_in_days_and_each_in_deliverable_days(launch, deliverable, ada):
    routing = deliverable("Routing", "sales", needed_from=tuesday(8))
    services.name_holder(deliverable=launch.positioning, person=ada, until=tuesday(8), by=ada, at=monday(8))
    services.name_holder(deliverable=routing, person=ada, until=wednesday(8), by=ada, at=tuesday(8))
    report = ownership_of_initiative(launch.initiative, thursday(8))
    assert (str(report.dark_days), str(report.dark_deliverable_days), report.coverage) == ("2.0", "3.0", Decimal("0.4"))
    assert report.dark_now == [launch.positioning, routing]


def test_what_was_never_owned_is_reported_apart_and_is_no_dark_day(launch, deliverable, ada):
    deliverable("Routing", "sales", needed_from=tuesday(8))
    report = ownership_of_initiative(launch.initiative, thursday(8))
    assert (str(report.dark_days), str(report.dark_deliverable_days), report.coverage) == ("0.0", "0.0", 0)
    assert str(report.never_owned_days) == "5.0"
    assert [row.name for row in report.never_owned] == ["Positioning", "Routing"]
    assert report.dark_now == report.never_owned
