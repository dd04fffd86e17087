"""Lists as files: safe for spreadsheets, exact, streamed; and the call of the API that gives the same rows."""

import csv
import io
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from people.models import Person
from revenue_arc import exports

TEXTS = st.text(st.characters(codec="utf-8") | st.sampled_from("=+-@\t\r\n\"',;＝－ "))  # noqa: RUF001


def read(content: bytes) -> list[list[str]]:
    """The file as a program reads it."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =cmd|' /C calc'!A0", "＝1", "\n=1"])  # noqa: RUF001
def test_a_text_is_never_a_formula(text):
    assert exports.cell(text) == f"'{text}"


def test_numbers_stay_numbers_and_instants_are_in_utc():
    berlin = datetime.fromisoformat("2026-11-20T10:00:00+01:00")
    values = [Decimal("-3.70"), -4, 0.5, None, True, berlin, timedelta(minutes=90), ["a", "b"], Decimal("1E+2")]
    assert [exports.cell(value) for value in values] == [
        *["-3.7", "-4", "0.5", "", "yes", "2026-11-20T09:00:00+00:00", "5400", "a, b", "100"]
    ]


@given(st.lists(st.lists(TEXTS, min_size=2, max_size=2), max_size=5))
def test_whatever_the_texts_the_file_has_their_lines_and_no_formula(rows):
    columns = {"One": lambda row: row[0], "Two": lambda row: row[1]}
    heads, *lines = read(b"".join(exports.lines(columns, rows)))
    assert heads == ["One", "Two"]
    assert len(lines) == len(rows)
    for line, row in zip(lines, rows, strict=True):
        for cell, text in zip(line, row, strict=True):
            assert not cell.lstrip().startswith(exports.FORMULA)
            assert cell.removeprefix("'") == text.replace("\x00", "").removeprefix("'")


def test_a_file_is_written_while_its_rows_are_read():
    taken = []

    def rows():
        for number in range(3):
            taken.append(number)
            yield number

    pieces = exports.lines({"Number": lambda row: row}, rows())
    assert next(pieces) == b"\xef\xbb\xbfNumber\r\n"
    assert taken == []
    assert next(pieces) == b"0\r\n"
    assert taken == [0]


@pytest.mark.django_db
def test_a_queryset_is_read_in_batches(person, django_assert_num_queries):
    for name in ("Ada", "Ben", "Cleo"):
        person(name)
    seen = []

    def make(batch):
        seen.append(len(batch))
        return batch

    with django_assert_num_queries(1):
        rows = exports.in_batches(Person.objects.order_by("name"), make)
        answer = exports.csv_file("people", {"Name": lambda row: row.name}, rows)
        assert read(answer.getvalue()) == [["Name"], ["Ada"], ["Ben"], ["Cleo"]]
    assert seen == [3]
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="people-' in answer["Content-Disposition"]


def test_the_offer_keeps_the_filters_and_drops_the_page():
    asked = RequestFactory().get("/customers/", {"q": "acmé", "page": "3"})
    offered = exports.offer(asked, "api:source-list", name="acmé", state="")
    assert offered.csv == "?q=acm%C3%A9&export=csv"
    assert offered.api == "http://testserver/api/v1/sources/?name=acm%C3%A9"
    assert not exports.wanted(asked)
    assert exports.wanted(RequestFactory().get("/customers/?export=csv"))


def test_an_instant_without_microseconds():
    assert exports.cell(datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=UTC)) == "2026-01-02T03:04:05+00:00"
