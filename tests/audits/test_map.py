"""The map: nothing lies on anything else, on 3 deliverables and on 60, over two weeks and over eighteen months."""

from datetime import UTC, datetime, timedelta
from itertools import combinations, pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audits.map import Chart, Never, Part, Piece, draw
from audits.map.geometry import NARROWEST, text_width

START = datetime(2026, 8, 31, 9, tzinfo=UTC)
PEOPLE = (("Dana Okafor", "product"), ("Luis Ferreira", "marketing"), ("Mei Tanaka", "creative"), ("Tom Halvorsen", "sales"))


def chart(number, days, *, seed=0, findings=4):
    """Deliverables in turn by function, each handed on some times, dark between; every seventh was never owned."""
    end = START + timedelta(days=days)
    pieces, nevers, mark = [], [], 1
    for place in range(number):
        function = PEOPLE[place % 4][1]
        if place % 7 == 6:
            nevers.append(
                Never(mark, f"Deliverable number {place}", START + (end - START) * (place % 5) / 5, "no owner since 5 Oct")
            )
            mark += 1
            continue
        parts, marks, at = [], [], START + (end - START) * (place % 3) / 10
        step = (end - at) / (2 * findings)
        for turn in range(findings):
            who, hue = PEOPLE[(place + turn + seed) % 4]
            parts.append(Part("held", at, at + step, who, hue, "5 days"))
            parts.append(
                Part(["dark", "transit", "contested"][(turn + seed) % 3], at + step, at + 2 * step, "", "", "1.5 days")
            )
            marks.append((mark, at + step))
            mark += 1
            at += 2 * step
        pieces.append(Piece(f"Deliverable number {place}", function, parts, marks))
    dark = [
        (START + (end - START) * share, START + (end - START) * (share + 0.02), "6 days") for share in (0.1, 0.13, 0.5, 0.9)
    ]
    return Chart(START, end, end, ZoneInfo("Europe/London"), pieces, nevers, dark, START + (end - START) / 3)


def boxes(drawn, width):
    """What must not touch: marks and texts, as left, top, right, bottom in pixels at a width of the chart."""
    for mark in drawn.marks:
        x = mark.x * width / 100
        yield f"mark {mark.number}", (x - mark.r, mark.y - mark.r, x + mark.r, mark.y + mark.r)
    labels = [label for bar in [*drawn.bars, *drawn.nevers] for label in bar.labels]
    labels += [block.label for block in drawn.blocks if block.label]
    for label in labels:
        x = label.x * width / 100
        yield label.text, (x, label.y - label.size * 0.75, x + label.width, label.y + label.size * 0.2)
    for tick in drawn.ticks:
        x, wide = tick.x * width / 100, text_width(tick.text, 14)
        left = x - wide if tick.anchor == "end" else x
        yield tick.text, (left, 6, left + wide, 20)


def touching(drawn, width):
    """The pairs of boxes that overlap."""
    return [
        (one, other)
        for (one, a), (other, b) in combinations(list(boxes(drawn, width)), 2)
        if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
    ]


@pytest.mark.parametrize("number", [1, 3, 8, 20, 60])
@pytest.mark.parametrize("days", [14, 81, 548])
@pytest.mark.parametrize("width", [NARROWEST, 980, 1600])
def test_nothing_lies_on_anything_else(number, days, width):
    drawn = draw(chart(number, days))
    assert touching(drawn, width) == []
    assert all(box[0] >= -0.5 and box[2] <= width + 0.5 for _, box in boxes(drawn, width))
    assert all(box[1] >= 0 and box[3] <= drawn.height for _, box in boxes(drawn, width))


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 60), st.integers(14, 548), st.integers(0, 5), st.integers(1, 9))
def test_no_number_of_findings_makes_marks_touch(number, days, seed, findings):
    assert touching(draw(chart(number, days, seed=seed, findings=findings)), NARROWEST) == []


def test_every_finding_has_its_mark_and_every_row_its_own_line():
    made = chart(60, 548)
    drawn = draw(made)
    assert sorted(mark.number for mark in drawn.marks) == list(range(1, len(drawn.marks) + 1))
    assert len(drawn.names) == len(made.pieces)
    assert [lane.name for lane in draw(chart(3, 14)).lanes] == ["Product", "Marketing", "Creative", "Sales"]
    assert all(one.y + 12 <= other.y for one, other in pairwise(sorted(drawn.names, key=lambda name: name.y)))


def test_bars_keep_their_share_of_the_time():
    made = chart(3, 81)
    drawn = draw(made)
    part = made.pieces[0].parts[0]
    share = (part.end - part.start) / (made.end - made.start) * 100
    assert abs(drawn.bars[0].width - share) < 0.01
    assert drawn.bars[0].labels[0].text in (part.who, part.who.split()[0])


def test_a_year_and_a_half_names_its_years():
    assert next(tick.text for tick in draw(chart(3, 548)).ticks) == "31 Aug 26"
    assert next(tick.text for tick in draw(chart(3, 14)).ticks) == "31 Aug"
