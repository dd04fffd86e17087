"""Rules 28 and 29: cycle time, baseline, target, and the same launch in sequence and in parallel."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from initiatives import services
from initiatives.reports import cycle_of
from tests.initiatives.days import monday

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def lock(initiative, ceo, day=0):
    return services.lock_scope(initiative=initiative, by=ceo, at=monday(9) + day * DAY)


@pytest.fixture
def worked(deliverable, ceo, ada):
    """Add a deliverable that Ada held, and worked on from one day after the lock to another."""

    def make(name, start, finish=None, *, held=None, needs=(), **fields):
        row = deliverable(name, depends_on=needs, **fields)
        for since, until in held or [(0, None)]:
            services.name_holder(
                deliverable=row,
                person=ada,
                by=ceo,
                at=monday(8) + since * DAY,
                until=None if until is None else monday(8) + until * DAY,
            )
        services.start_deliverable(deliverable=row, by=ada, at=monday(9) + start * DAY)
        if finish is not None:
            services.finish_deliverable(deliverable=row, by=ada, at=monday(9) + finish * DAY)
        return row

    return make


def test_in_sequence_is_the_sum_and_in_parallel_the_longest_path(initiative, ceo, worked):
    scope = worked("Scope", 0, 5)
    copy = worked("Copy", 5, 12, needs=[scope])
    worked("Routing", 5, 9, needs=[scope])
    worked("Launch kit", 12, 15, needs=[copy])
    lock(initiative, ceo)
    services.reach_market(initiative=initiative, by=ceo, at=monday(9) + 20 * DAY)
    initiative.refresh_from_db()
    cycle = cycle_of(initiative, monday(9) + 30 * DAY)
    assert (cycle.cycle_days, cycle.sequential_days, cycle.parallel_days) == (Decimal("20.0"), Decimal("19.0"), Decimal("15.0"))
    assert [row.name for row in cycle.critical] == ["Scope", "Copy", "Launch kit"]
    assert cycle.avoidable_days == Decimal("5.0")
    assert cycle.slippage_cost == Decimal("20000.00")


def test_time_without_a_holder_is_no_working_time(initiative, ceo, worked):
    worked("Scope", 0, 10, held=[(0, 4), (7, None)])
    lock(initiative, ceo)
    initiative.refresh_from_db()
    assert cycle_of(initiative, monday(9) + 12 * DAY).sequential_days == Decimal("7.0")


def test_a_live_launch_is_forecast_from_its_plan_and_from_the_work_left(initiative, ceo, worked, deliverable):
    scope = worked("Scope", 0, 5)
    deliverable("Copy", depends_on=[scope], planned_start=date(2026, 11, 7), planned_finish=date(2026, 11, 16))
    lock(initiative, ceo)
    initiative.refresh_from_db()
    in_time = cycle_of(initiative, monday(9) + 6 * DAY)
    assert (in_time.cycle_days, in_time.so_far_days, in_time.forecast_days) == (None, Decimal("6.0"), Decimal("39.0"))
    late = cycle_of(initiative, monday(9) + 35 * DAY)
    assert late.forecast_days == Decimal("45.0")


def past_launch(ceo, number, length):
    """A launch that took `length` days."""
    past = services.create_initiative(
        name=f"Past {number}",
        customer_outcome="x",
        revenue_metric="x",
        revenue_target=Decimal(1),
        currency="USD",
        revenue_due=date(2026, 1, 1),
        planned_in_market_on=date(2026, 1, 1),
        by=ceo,
        at=monday(8) - 300 * DAY,
    )
    services.add_deliverable(initiative=past, name="Scope", function="product", by=ceo, at=monday(8) - 300 * DAY)
    services.lock_scope(initiative=past, by=ceo, at=monday(9) - 300 * DAY)
    return services.reach_market(initiative=past, by=ceo, at=monday(9) - 300 * DAY + length * DAY)


def test_the_target_is_30_percent_under_the_median_of_the_launches_named(initiative, ceo, worked):
    worked("Scope", 0, 5)
    launches = [past_launch(ceo, number, length) for number, length in enumerate((80, 94, 120))]
    services.register_baseline(initiative=initiative, launches=launches, by=ceo, at=monday(8))
    lock(initiative, ceo)
    services.reach_market(initiative=initiative, by=ceo, at=monday(9) + 60 * DAY)
    initiative.refresh_from_db()
    cycle = cycle_of(initiative, monday(9) + 61 * DAY)
    assert (cycle.baseline_days, cycle.target_days, cycle.declared) == (Decimal("94.0"), Decimal("65.8"), False)
    assert cycle.credited is True
    assert [launch.name for launch in cycle.launches] == ["Past 2", "Past 1", "Past 0"] or len(cycle.launches) == 3


def test_the_credit_is_withheld_when_the_scope_shrank_or_an_end_point_moved(initiative, ceo, worked, deliverable):
    worked("Scope", 0, 5)
    copy = deliverable("Copy")
    services.register_baseline(initiative=initiative, declared_days=Decimal(94), by=ceo, at=monday(8))
    lock(initiative, ceo)
    services.drop_deliverable(deliverable=copy, by=ceo, at=monday(10))
    services.reach_market(initiative=initiative, by=ceo, at=monday(9) + 60 * DAY)
    services.move_end_point(
        initiative=initiative, end_point="scope_locked_at", to=monday(9) + DAY, why="The review slipped.", by=ceo, at=monday(12)
    )
    initiative.refresh_from_db()
    cycle = cycle_of(initiative, monday(9) + 61 * DAY)
    assert cycle.within_target is True
    assert cycle.credited is False
    assert cycle.withheld == [
        "The scope shrank: Copy was taken out after it was registered.",
        "Scope lock was moved from 2 Nov 2026 to 3 Nov 2026 by Ingrid Solberg: The review slipped.",
    ]


def test_without_a_baseline_nothing_is_credited(initiative, ceo, worked):
    worked("Scope", 0, 5)
    lock(initiative, ceo)
    services.reach_market(initiative=initiative, by=ceo, at=monday(9) + 6 * DAY)
    initiative.refresh_from_db()
    cycle = cycle_of(initiative, monday(9) + 61 * DAY)
    assert (cycle.within_target, cycle.credited) == (None, False)
    assert cycle.withheld == ["No baseline was registered before the launch, so there is nothing to be under."]
