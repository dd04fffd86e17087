"""The last door: what the database refuses whichever way it is asked."""

import pytest
from django.db import Error, IntegrityError, transaction

from initiatives import services
from initiatives.models import Charter, Dependency, Handoff, HandoffCorrection, Holding, Initiative
from tests.initiatives.days import monday, tuesday, wednesday

pytestmark = pytest.mark.django_db


@pytest.fixture
def answered(offer, ben):
    handoff = offer(monday(9))
    services.accept_handoff(handoff=handoff, by=ben, at=monday(11))
    services.start_work(handoff=handoff, by=ben, at=monday(12))
    return Handoff.objects.get()


def refused(sentence, act):
    """Whether the database refuses, and says so."""
    with pytest.raises(Error, match=sentence), transaction.atomic():
        act()
    return True


@pytest.mark.parametrize("instant", ["offered_at", "answer_by", "answered_at", "started_at"])
def test_an_instant_once_written_is_never_overwritten(answered, instant):
    assert refused("kept as it was", lambda: Handoff.objects.update(**{instant: tuesday(9)}))
    assert refused("kept as it was", lambda: Handoff.objects.update(**{instant: None}))


@pytest.mark.parametrize(
    ("field", "value"),
    [("answer", "rejected"), ("comment", "other"), ("acceptance_criteria", "less"), ("title", "other"), ("batch_size", 3)],
)
def test_an_answer_and_the_terms_of_an_offer_are_never_overwritten(answered, field, value):
    assert refused("kept as it was", lambda: Handoff.objects.update(**{field: value}))


def test_the_people_of_a_handoff_are_never_exchanged(answered, cy):
    for field in ("sender", "receiver", "answered_by"):
        assert refused("kept as it was", lambda field=field: Handoff.objects.update(**{field: cy}))


def test_handoffs_holdings_and_corrections_are_never_deleted(answered, ben):
    services.correct_handoff(handoff=answered, instant="started_at", to=monday(13), why="Typo.", by=ben, at=tuesday(9))
    for rows in (HandoffCorrection.objects, Handoff.objects, Holding.objects):
        assert refused("Cannot (update or )?delete", lambda rows=rows: rows.all()._raw_delete(rows.all().db))
    assert refused("Cannot update or delete", lambda: HandoffCorrection.objects.update(why="Other."))


def test_a_handoff_to_oneself_is_refused_by_the_database(launch, ada):
    with pytest.raises(IntegrityError, match="a_handoff_has_two_sides"):
        Handoff.objects.create(
            deliverable=launch.positioning,
            sender=ada,
            receiver=ada,
            title="x",
            acceptance_criteria="x",
            offered_at=monday(9),
            answer_by=monday(10),
        )


def test_a_rejection_without_a_reason_is_refused_by_the_database(offer, ben):
    offer(monday(9))
    with pytest.raises(IntegrityError, match="a_rejection_has_a_reason"):
        Handoff.objects.update(answer="rejected", answered_by=ben, answered_at=monday(10))


def test_an_answer_without_its_instant_is_refused_by_the_database(offer, ben):
    offer(monday(9))
    with pytest.raises(IntegrityError, match="an_answer_has_an_instant_and_a_person"):
        Handoff.objects.update(answer="accepted", answered_by=ben)


def test_a_second_open_offer_of_a_deliverable_is_refused_by_the_database(launch, offer, ada, cy):
    offer(monday(9))
    with pytest.raises(IntegrityError, match="a_deliverable_is_offered_once_at_a_time"):
        Handoff.objects.create(
            deliverable=launch.positioning,
            sender=ada,
            receiver=cy,
            title="x",
            acceptance_criteria="x",
            offered_at=monday(10),
            answer_by=monday(12),
        )


def test_two_batches_may_be_on_offer_at_once(offer, cy):
    offer(monday(9), batch_size=10)
    offer(monday(9), batch_size=12, receiver=cy)
    assert Handoff.objects.open().count() == 2


def test_one_person_holds_a_deliverable_once_at_a_time(launch, ada):
    Holding.objects.create(deliverable=launch.positioning, person=ada, period=(monday(9), None))
    with pytest.raises(IntegrityError, match="a_person_holds_a_deliverable_once"):
        Holding.objects.create(deliverable=launch.positioning, person=ada, period=(tuesday(9), wednesday(9)))


def test_a_second_owner_is_refused_by_the_database(initiative, ceo, ada, ben):
    Charter.objects.create(initiative=initiative, owner=ada, named_by=ceo, mandate="x", in_force=(monday(9), None))
    with pytest.raises(IntegrityError, match="one_arc_owner_at_a_time"):
        Charter.objects.create(initiative=initiative, owner=ben, named_by=ceo, mandate="x", in_force=(tuesday(9), None))


def test_a_mandate_is_never_rewritten_and_a_charter_never_deleted(initiative, ceo, ada, ben):
    Charter.objects.create(initiative=initiative, owner=ada, named_by=ceo, mandate="x", in_force=(monday(9), None))
    for change in ({"mandate": "y"}, {"owner": ben}, {"named_by": ben}):
        assert refused("Cannot update", lambda change=change: Charter.objects.update(**change))
    assert refused("Cannot delete", lambda: Charter.objects.all()._raw_delete("default"))


def test_an_end_point_moves_only_with_a_row_that_says_so_and_a_locked_scope_stays(launch, ceo):
    services.lock_scope(initiative=launch.initiative, by=ceo, at=monday(9))
    for change in ({"scope_locked_at": tuesday(9)}, {"scope": []}, {"scope_fingerprint": "0" * 64}):
        assert refused("moves with a row that says so", lambda change=change: Initiative.objects.update(**change))
    move = {"end_point": "scope_locked_at", "to": tuesday(9), "why": "It was a draft."}
    services.move_end_point(initiative=launch.initiative, by=ceo, at=wednesday(9), **move)
    assert Initiative.objects.get().scope_locked_at == tuesday(9)


def test_nothing_depends_on_itself(launch):
    with pytest.raises(IntegrityError, match="nothing_depends_on_itself"):
        Dependency.objects.create(deliverable=launch.positioning, needs=launch.positioning)
