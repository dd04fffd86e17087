"""What the record itself says: transferred, went dark, never owned, contested."""

import pytest

from audits.findings import Reading, findings_of
from initiatives import services
from initiatives.reports import ownership_of_initiative
from tests.initiatives.days import friday, monday, thursday, tuesday, wednesday

pytestmark = pytest.mark.django_db


def findings(initiative, now):
    return findings_of(ownership_of_initiative(initiative, now))


def test_a_deliverable_that_nobody_held_was_never_owned(launch):
    [row] = findings(launch.initiative, friday(8))
    assert (row.reading, row.start, row.end) == (Reading.NEVER_OWNED, monday(8), None)
    assert row.sentence == "Positioning has been needed for 4 days, and nobody ever held it."


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
    dark, transferred = sorted(findings(launch.initiative, friday(8)), key=lambda row: row.reading, reverse=True)
    assert (dark.reading, dark.start, dark.end) == (Reading.WENT_DARK, monday(9), wednesday(9))
    assert dark.sentence == "Nobody held Positioning for 2 days."
    assert transferred.reading is Reading.TRANSFERRED
    assert transferred.people == (ada, ben)
    assert transferred.sentence == "Ada handed Positioning to Ben, who accepted after 2 days."


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
