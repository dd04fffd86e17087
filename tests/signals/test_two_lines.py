"""Two readings in one picture: on one scale with round levels, week by week, and what happened beside them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signals.annotations import Annotation, annotations_beside
from signals.shown import ShownReading
from signals.two_lines import both_lines
from tests.signals.metrics import VISITS, define
from tests.signals.rows import NOW, a_source, day

WEEKS = ["2026-10-05", "2026-10-12", "2026-10-19", "2026-10-26"]


def reading(values, weeks=WEEKS, **rest):
    series = [{"week": week, "value": value} for week, value in zip(weeks, values, strict=True)]
    return ShownReading(key="one", name="One", metric_id=1, series=series, **rest)


def test_both_stand_on_one_scale_with_round_levels_and_their_weeks():
    drawn = both_lines(reading(["3", "12", None, "38"]), reading(["0", "0", "7", "7"]))
    assert [(level["y"], level["text"]) for level in drawn["levels"]] == [
        *[(89.0, "0"), (69.0, "10"), (49.0, "20"), (29.0, "30"), (9.0, "40")]
    ]
    assert drawn["lines"][0] == {"runs": ["0.0,92.5 33.3,70.0", "100.0,5.0"], "dot": (100.0, 5.0)}
    assert [(week["text"], week["anchor"]) for week in drawn["weeks"]] == [("12 Oct", "middle"), ("26 Oct", "end")]


def test_readings_of_other_weeks_meet_by_their_weeks():
    drawn = both_lines(reading(["1", "2", "3", "4"]), reading(["5", "6"], weeks=["2026-10-26", "2026-11-02"]))
    assert [(row["week"], row["first"], row["second"]) for row in drawn["rows"]][-2:] == [
        *[("2026-10-26", "4", "5"), ("2026-11-02", None, "6")]
    ]
    assert [line["runs"][0].split(",")[0] for line in drawn["lines"]] == ["0.0", "75.0"]


def test_what_happened_stands_at_its_day_with_its_number_in_the_table():
    notes = [
        Annotation("outage", date(2026, 10, 12), "CRM was away", until=date(2026, 10, 19)),
        Annotation("launch", date(2026, 10, 19), "Atlas"),
        Annotation("outage", date(2026, 10, 19), "Events was away"),
        Annotation("launch", date(2026, 10, 31), "Beacon"),
    ]
    drawn = both_lines(reading(["1", "2", "3", "4"]), reading(["1", "2", "3", "4"]), notes)["notes"]
    assert [(note["text"], note["x"], note["width"]) for note in drawn] == [
        *[("1", 33.33, 33.34), ("2, 3", 66.67, 0), ("4", 100, 0)]
    ]


@pytest.mark.parametrize("values", [[None] * 4, [None, "1", None, None]])
def test_too_little_is_no_picture(values):
    assert both_lines(reading(values), reading([None] * 4)) is None


def test_launches_instead_of_weeks_are_no_picture():
    launches = ShownReading(key="two", name="Two", metric_id=2, series=[{"label": "Atlas", "value": "3"}])
    assert both_lines(launches, launches) is None


@given(st.lists(st.decimals("-1e6", "1e9", places=3), min_size=4, max_size=4))
def test_every_value_lies_between_the_lowest_and_the_highest_level(values):
    drawn = both_lines(reading([str(value) for value in values]), reading(["0"] * 4))
    assert 2 <= len(drawn["levels"]) <= 8
    assert len({level["text"] for level in drawn["levels"]}) == len(drawn["levels"])
    heights = [float(point.split(",")[1]) for run in drawn["lines"][0]["runs"] for point in run.split()]
    assert all(-0.1 <= height <= 100.1 for height in heights)


def test_levels_that_rounding_would_make_one_are_told_exactly():
    drawn = both_lines(reading(["0.01", "0.02", "0.03", "0.04"]), reading(["0"] * 4))
    assert [level["text"] for level in drawn["levels"]] == ["0", "0.01", "0.02", "0.03", "0.04"]


def test_a_share_has_percent_on_its_levels():
    drawn = both_lines(reading(["0.1", "0.2", "0.3", "0.4"], measured_in="%"), reading(["0"] * 4))
    assert [level["text"] for level in drawn["levels"]] == ["0%", "10%", "20%", "30%", "40%"]


@pytest.mark.django_db
def test_what_happened_beside_both_is_told_once_and_a_change_says_of_which():
    crm = a_source(pulled=day(9))
    for key in ("visits", "calls"):
        define(key, crm, at=day(70))
    changed = define("visits", crm, at=day(30), definition={**VISITS, "window": "60 days"}, name="Visits")
    other = define("calls", crm, at=day(30), definition={**VISITS, "window": "50 days"}, name="Calls")
    words = [note.words for note in annotations_beside([changed, other], day(80).date(), NOW)]
    assert words == [
        "Definition 2 of Calls came into force",
        "Definition 2 of Visits came into force",
        "CRM is quiet: nothing after 11 Nov",
    ]
