"""A condition tied to a metric ticks itself when the reading meets it (rule 20)."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from scorecards import services
from scorecards.conditions import Now, has_held, is_refreshed
from scorecards.models import Condition
from scorecards.services import ConditionDraft
from tests.scorecards.conftest import NOW, days, read

ON = Now("on", NOW)


def run(*values, start=10):
    """One value a day, the first `start` days before NOW."""
    return [(NOW - days(start - place), None if value is None else Decimal(value)) for place, value in enumerate(values)]


def test_a_value_that_held_for_the_days_without_a_break_meets_the_condition():
    held = run("3", "0.9", "0.8", "1", "0.7", start=8)
    assert has_held(ON, held, "le", Decimal(1), 5, NOW)
    assert not has_held(ON, held, "le", Decimal(1), 8, NOW)


def test_a_break_an_unknown_or_a_missing_beginning_breaks_the_run():
    assert not has_held(ON, run("0.9", "1.1", "0.9", start=4), "le", Decimal(1), 5, NOW)
    assert not has_held(ON, run("0.9", "0.9", None, "0.9", start=6), "le", Decimal(1), 5, NOW)
    assert not has_held(ON, run("0.9", start=2), "le", Decimal(1), 5, NOW)


def test_a_stale_or_unknown_reading_proves_nothing():
    for state in ("stale", "unknown"):
        assert not has_held(Now(state, NOW), run("0.5"), "le", Decimal(1), 0, NOW)
        assert not is_refreshed(Now(state, NOW), NOW - days(1))


def test_refreshed_means_read_from_data_later_than_the_decision():
    assert is_refreshed(ON, NOW - days(1))
    assert not is_refreshed(ON, NOW + days(1))
    assert not is_refreshed(Now("on", None), NOW)


@given(st.lists(st.decimals(0, 3, places=1), min_size=1, max_size=9), st.decimals(0, 3, places=1), st.integers(1, 8))
def test_at_least_holds_exactly_where_at_most_of_the_negatives_does(values, threshold, for_days):
    history = run(*values, start=9)
    mirrored = [(instant, -value) for instant, value in history]
    assert has_held(ON, history, "ge", threshold, for_days, NOW) == has_held(ON, mirrored, "le", -threshold, for_days, NOW)


@pytest.fixture
def held(launch):
    launch.open()
    speed = launch.metrics["speed_to_lead"]
    due = date(2026, 11, 26)
    drafts = [
        ConditionDraft("Speed to lead ≤ 1 h for 5 days", launch.staff.sales, due, speed, "le", Decimal(1), 5),
        ConditionDraft("NRR refreshed and read again", launch.staff.marketing, due, launch.metrics["nrr"], "fresh"),
    ]
    launch.do(services.decide_hold, launch.staff.owner, until=NOW + days(7), conditions=drafts)
    return launch


def met():
    return [condition.text.split()[0] for condition in Condition.objects.filter(met_at__isnull=False)]


def test_conditions_tick_themselves_when_readings_meet_them(held):
    assert services.tick_conditions(at=NOW + days(0, 1)) == 0
    read(held.metrics["speed_to_lead"], Decimal("0.9"), NOW + days(1), source_age=days(-6.5))
    read(held.metrics["nrr"], Decimal("1.08"), NOW + days(2), source_age=days(-2))
    assert services.tick_conditions(at=NOW + days(2)) == 1
    assert met() == ["NRR"]
    revision = held.fresh().revision
    assert services.tick_conditions(at=NOW + days(6, 1)) == 1
    assert services.tick_conditions(at=NOW + days(6, 2)) == 0
    assert sorted(met()) == ["NRR", "Speed"]
    assert held.fresh().revision == revision + 1
    assert held.fresh().last_change == "Condition met: Speed to lead ≤ 1 h for 5 days."


def test_nobody_ticks_by_hand_what_a_reading_decides(held):
    condition = Condition.objects.get(metric__key="nrr")
    with pytest.raises(ValidationError, match="ticks itself"):
        services.meet_condition(condition=condition, by=held.staff.owner, at=datetime(2026, 11, 21, tzinfo=UTC))


def test_ticking_nothing_takes_the_same_queries_however_many_conditions_wait(held):
    with CaptureQueriesContext(connection) as before:
        services.tick_conditions(at=NOW + days(0, 1))
    decision = held.fresh().decision
    for number in range(5):
        due = date(2026, 11, 26)
        decision.conditions.create(
            text=f"More {number}", person=held.staff.sales, due=due, metric=held.metrics["nrr"], comparator="fresh"
        )
    with CaptureQueriesContext(connection) as after:
        services.tick_conditions(at=NOW + days(0, 1))
    assert len(after) == len(before)
