"""What the record itself says: transferred, went dark, never owned, contested."""

import pytest

from audits.findings import Reading, findings_of, walk
from initiatives import services
from initiatives.ownership import Claim
from initiatives.reports import ownership_of_initiative
from tests.initiatives.days import friday, monday, thursday, tuesday, wednesday

pytestmark = pytest.mark.django_db


def findings(initiative, now, claims=(), claimants=()):
    return findings_of(walk(ownership_of_initiative(initiative, now), claims, claimants), now)


def test_a_deliverable_that_nobody_held_was_never_owned(launch):
    [row] = findings(launch.initiative, friday(8))
    assert (row.reading, row.start, row.end) == (Reading.NEVER_OWNED, monday(8), None)
    assert row.sentence == "Needed for 4 days, and nobody ever held it."


def test_a_handoff_answered_late_went_dark_and_then_was_transferred(launch, ada, ben, ceo):
    services.name_holder(deliverable=launch.positioning, person=ada, by=ceo, at=monday(8))
    handoff = services.offer_handoff(
        deliverable=launch.positioning,
        receiver=ben,
        acceptance_criteria="The deck.",
        answer_by=monday(17),
        by=ada,
        at=monday(9),
    )
    services.accept_handoff(handoff=handoff, by=ben, at=wednesday(9))
    [dark] = findings(launch.initiative, friday(8))
    assert (dark.reading, dark.start, dark.end) == (Reading.WENT_DARK, monday(9), wednesday(9))
    assert (dark.handoff, dark.people) == (handoff, (ada, ben))
    assert dark.sentence == "Ada offered it to Ben. Nobody held it for 2 days, until Ben accepted it."


def test_a_handoff_answered_in_its_window_is_a_transfer(launch, ada, ben, ceo):
    services.name_holder(deliverable=launch.positioning, person=ada, by=ceo, at=monday(8))
    handoff = services.offer_handoff(
        deliverable=launch.positioning, receiver=ben, acceptance_criteria="Done.", by=ada, at=monday(9)
    )
    services.accept_handoff(handoff=handoff, by=ben, at=monday(11))
    [row] = findings(launch.initiative, friday(8))
    assert (row.reading, row.start, row.end) == (Reading.TRANSFERRED, monday(9), monday(11))
    assert row.sentence == "Ada offered it, and Ben accepted it the same day."
    assert findings(launch.initiative, monday(10)) == []


def test_an_answer_against_the_record_contests_that_time_and_no_other(launch, ada, ben, ceo):
    services.name_holder(deliverable=launch.positioning, person=ada, by=ceo, at=monday(8))
    claim = Claim(launch.positioning.pk, ben.pk, tuesday(8), wednesday(8), "Ben")
    [row] = findings(launch.initiative, friday(8), [claim], [ben])
    assert (row.reading, row.start, row.end, set(row.people)) == (Reading.CONTESTED, tuesday(8), wednesday(8), {ada, ben})
    agreeing = Claim(launch.positioning.pk, ada.pk, tuesday(8), None, "Ada")
    assert findings(launch.initiative, friday(8), [agreeing]) == []


def test_a_claim_on_what_nobody_held_is_contested_and_no_longer_never_owned(launch, ben):
    claim = Claim(launch.positioning.pk, ben.pk, tuesday(8), wednesday(8), "Ben")
    first, contested, last = findings(launch.initiative, friday(8), [claim], [ben])
    assert [row.reading for row in (first, contested, last)] == [Reading.WENT_DARK, Reading.CONTESTED, Reading.WENT_DARK]
    assert contested.sentence == "Record and answers disagree for 1 day on whether Ben held it."


def test_a_gap_that_lasts_has_no_end(launch, ada, ceo):
    services.name_holder(deliverable=launch.positioning, person=ada, until=tuesday(8), by=ceo, at=monday(8))
    [row] = findings(launch.initiative, friday(8))
    assert (row.reading, row.start, row.end) == (Reading.WENT_DARK, tuesday(8), None)


def test_two_who_claim_it_contest_it(launch, ada, ben, ceo):
    services.name_holder(deliverable=launch.positioning, person=ada, by=ceo, at=monday(8))
    services.name_holder(
        deliverable=launch.positioning, person=ben, until=thursday(8), origin="import", by=ceo, at=wednesday(8)
    )
    [row] = findings(launch.initiative, friday(8))
    assert (row.reading, row.start, row.end) == (Reading.CONTESTED, wednesday(8), thursday(8))
    assert set(row.people) == {ada, ben}
