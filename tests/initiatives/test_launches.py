"""A launch from its start to the market: deliverables, scope lock, baseline, action items."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from initiatives import services
from initiatives.models import Deliverable, Initiative
from initiatives.scope import fingerprint, scope_of
from tests.initiatives.days import friday, monday, tuesday, wednesday

pytestmark = pytest.mark.django_db


def test_a_name_is_taken_once(initiative, ceo):
    fields = {name: getattr(initiative, name) for name in ("customer_outcome", "revenue_metric", "revenue_target", "currency")}
    dates = {"revenue_due": date(2027, 1, 1), "planned_in_market_on": date(2026, 12, 1)}
    with pytest.raises(ValidationError, match="There is an initiative called “Atlas” already"):
        services.create_initiative(name="Atlas", by=ceo, at=monday(9), **fields, **dates)
    with pytest.raises(ValidationError, match="three-letter code"):
        services.create_initiative(name="Beacon", by=ceo, at=monday(9), **fields | {"currency": "euro"}, **dates)


def test_the_scope_is_locked_once_with_its_fingerprint(initiative, deliverable, ceo):
    with pytest.raises(ValidationError, match="nothing to lock yet"):
        services.lock_scope(initiative=initiative, by=ceo, at=monday(9))
    scope = deliverable("Scope", "product")
    deliverable("Copy", depends_on=[scope])
    locked = services.lock_scope(initiative=initiative, by=ceo, at=tuesday(9))
    assert locked.scope == [
        {"name": "Copy", "function": "marketing", "depends_on": ["Scope"]},
        {"name": "Scope", "function": "product", "depends_on": []},
    ]
    assert locked.scope_fingerprint == fingerprint(locked.scope)
    with pytest.raises(ValidationError, match="locked since 3 Nov 2026"):
        services.lock_scope(initiative=initiative, by=ceo, at=wednesday(9))


def test_the_fingerprint_does_not_depend_on_the_order_of_the_deliverables(deliverable):
    scope = deliverable("Scope", "product")
    deliverable("Copy", depends_on=[scope])
    rows = list(Deliverable.objects.prefetch_related("depends_on"))
    assert fingerprint(scope_of(rows)) == fingerprint(scope_of(rows[::-1]))
    scope.function = "sales"
    assert fingerprint(scope_of([scope, rows[1]])) != fingerprint(scope_of(rows))


def test_a_launch_reaches_the_market_after_its_scope_was_locked_and_then_stays(initiative, deliverable, ceo, ada):
    deliverable()
    with pytest.raises(ValidationError, match="was never locked"):
        services.reach_market(initiative=initiative, by=ceo, at=tuesday(9))
    services.lock_scope(initiative=initiative, by=ceo, at=tuesday(9))
    with pytest.raises(ValidationError, match="after its scope was locked"):
        services.reach_market(initiative=initiative, by=ceo, at=monday(9))
    services.reach_market(initiative=initiative, by=ceo, at=friday(9))
    ended = Initiative.objects.past().get()
    assert not Initiative.objects.live().exists()
    for act in (services.stop_launch, services.reach_market, services.lock_scope):
        with pytest.raises(ValidationError, match="Atlas has ended, so nothing was changed"):
            act(initiative=ended, by=ceo, at=friday(10))


def test_dependencies_that_go_in_a_circle_are_refused_by_name(deliverable, ceo):
    scope = deliverable("Scope", "product")
    copy = deliverable("Copy", depends_on=[scope])
    kit = deliverable("Kit", depends_on=[copy])
    with pytest.raises(ValidationError, match=r"would wait for each other: .*Scope.* Nothing was changed"):
        services.declare_dependencies(deliverable=scope, depends_on=[kit], by=ceo, at=monday(9))
    assert list(scope.depends_on.all()) == []
    services.declare_dependencies(deliverable=kit, depends_on=[scope], by=ceo, at=monday(9))
    assert list(kit.depends_on.all()) == [scope]


def test_work_on_a_deliverable_is_started_and_finished_once(deliverable, ada):
    row = deliverable()
    with pytest.raises(ValidationError, match="was never started"):
        services.finish_deliverable(deliverable=row, by=ada, at=tuesday(9))
    services.start_deliverable(deliverable=row, by=ada, at=tuesday(9))
    with pytest.raises(ValidationError, match="started on 3 Nov 2026 already"):
        services.start_deliverable(deliverable=row, by=ada, at=wednesday(9))
    with pytest.raises(ValidationError, match="finishes after it was started"):
        services.finish_deliverable(deliverable=row, by=ada, at=monday(9))
    assert services.finish_deliverable(deliverable=row, by=ada, at=friday(9)).finished_at == friday(9)


def test_a_baseline_is_taken_from_at_least_three_launches_or_declared_and_then_stays(initiative, deliverable, ceo):
    deliverable()
    with pytest.raises(ValidationError, match="at least three launches"):
        services.register_baseline(initiative=initiative, launches=[initiative], by=ceo, at=monday(9))
    with pytest.raises(ValidationError, match="not both"):
        services.register_baseline(
            initiative=initiative, launches=[initiative], declared_days=Decimal(90), by=ceo, at=monday(9)
        )
    baseline = services.register_baseline(initiative=initiative, declared_days=Decimal(90), by=ceo, at=monday(9))
    assert baseline.declared
    with pytest.raises(ValidationError, match="a target that moves is none"):
        services.register_baseline(initiative=initiative, declared_days=Decimal(120), by=ceo, at=monday(10))


def test_an_action_item_names_one_person_who_works_here(initiative, ceo, ada):
    item = services.add_action_item(
        initiative=initiative, text="Fix the queue.", person=ada, due=date(2026, 11, 6), by=ceo, at=monday(9)
    )
    assert item.overdue(friday(9) + timedelta(days=1))
    services.finish_action_item(action_item=item, by=ada, at=friday(9))
    with pytest.raises(ValidationError, match="done on 6 Nov 2026 already"):
        services.finish_action_item(action_item=item, by=ada, at=friday(10))
    ada.is_active, ada.left_at = False, monday(9)
    ada.save()
    with pytest.raises(ValidationError, match="Ada no longer works here"):
        services.add_action_item(initiative=initiative, text="x", person=ada, due=date(2026, 11, 6), by=ceo, at=monday(10))


def test_a_progress_update_says_something(initiative, ceo):
    with pytest.raises(ValidationError, match="write how the launch stands"):
        services.post_update(initiative=initiative, text="\n", by=ceo, at=monday(9))
    assert services.post_update(initiative=initiative, text="On plan. ", by=ceo, at=monday(9)).text == "On plan."
