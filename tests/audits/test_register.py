"""The register and who read it: what was promised and what arrived; what was said of many rows; many rows on paper."""

from datetime import UTC, timedelta

import pytest

from audits import services
from audits.asking import items_of, register_rows
from audits.document.paper import parts_of
from audits.map import Chart, Piece
from audits.report import report_of
from initiatives import services as initiatives
from tests.initiatives.days import friday, tuesday

pytestmark = pytest.mark.django_db


def freeze(audit, by):
    return services.freeze_document(audit=audit, by=by, at=friday(12))


def answer(audit, name, by, **fields):
    item = next(item for item in items_of(report_of(audit, friday(10))) if item.question == name)
    return services.save_answer(audit=audit, item=item, by=by, at=friday(10), **fields)


def test_what_a_side_said_of_rows_is_told_once_with_its_rows(audit, company, deliverable, ada):
    for name in ("Proof", "Prices", "Pages"):
        piece = deliverable(name=name)
        initiatives.name_holder(deliverable=piece, person=ada, by=ada, at=tuesday(9))
    services.take_rows(audit=audit, at=friday(10))
    rows = [row for row in register_rows(report_of(audit, friday(10))) if not row.handoff]
    for row in rows:
        services.confirm_row(row=row, verdict="confirm", by=ada, at=friday(10))
    [told] = [one["words"] for one in freeze(audit, company.coo).content["read_by"] if one["name"] == "Ada"]
    assert told.count("Confirms") == 1
    assert "Confirms rows" in told
    assert "Has not read row" in told


def test_the_register_says_what_was_promised_beside_what_arrived(audit, company, ada, ben):
    answer(audit, "promised", ada, choice="words", text="Three messages and a price.")
    answer(audit, "arrived", ben, choice="part", text="Two messages.")
    [row] = [one for one in freeze(audit, company.coo).content["register"] if one["sides"] != "No one"]
    assert row["details"] == [
        "Promised: Three messages, tested.",
        "Promised, says Ada: Three messages and a price.",
        "Arrived, says Ben: Part of it. Two messages.",
    ]


def test_a_map_of_many_rows_is_cut_into_even_pages():
    now = friday(9)
    pieces = [Piece(f"Piece {place}", "sales", []) for place in range(51)]
    parts = parts_of(Chart(now, now + timedelta(days=9), now, UTC, pieces))
    assert [len(part.pieces) for part in parts] == [13, 13, 13, 12]
