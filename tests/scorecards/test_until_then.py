"""A tile whose definition has just changed: unknown, and what the definition before it said."""

import pytest

from scorecards.screen import tile_of
from signals.recompute import recompute
from signals.shown import shared_readings
from tests.signals.metrics import define
from tests.signals.rows import NOW, a_signal, a_source, day, roll_up

pytestmark = pytest.mark.django_db


def tile():
    [shown] = shared_readings(["visits"], NOW)
    return tile_of({**shown.as_json(), "required": True}, "Atlas"), shown


def test_until_it_is_computed_the_tile_says_what_the_definition_before_said():
    crm = a_source()
    for back in (2, 9, 16):
        a_signal(crm, "visit", day(back))
    roll_up()
    recompute(define("visits", crm, name="Visits", target=2), NOW)
    changed = define("visits", crm, name="Visits", target=9)
    now, shown = tile()
    assert (now.number, now.word) == ("–", "Unknown")  # noqa: RUF001 - the dash of an unknown value
    assert now.provenance.endswith("; 3 by def 1")
    assert now.line.path
    assert shown.sentence.startswith(
        "Visits is unknown. It has not been computed yet. Until then, as computed under definition 1:"
    )
    recompute(changed, NOW)
    assert "by def" not in tile()[0].provenance
