"""A page prepared in another process is the page prepared here; the process ends with its puller, and its end is an error."""

import json
import os
import signal
import subprocess
import sys
from io import BytesIO

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from signals.failures import PullFailed
from signals.loading.mapper import CHECKOUT, FromElsewhere, MapperProcess, Task, _receive, _send, prepare_pages
from signals.loading.prepare import FEW, Seen
from signals.loading.quick import Quick
from signals.mapping.compiled import Place
from signals.mapping.page import Page
from tests.signals.sources import USED

PLACE = Place("UTC", "", flat=False)


def task(seen: Seen | None) -> Task:
    return Task({"id": "id", "version": "v", "records": [USED]}, PLACE, 7, seen)


def used(number: int, **said) -> bytes:
    at = f"2026-03-{number % 28 + 1:02d}T08:00:00Z"
    record = {"id": f"s{number}", "at": at, "v": at, "value": number / 4, "workspace": f"w{number % 3}", "plan": "team"}
    return json.dumps(record | said).encode()


PAGES = [
    [used(number) for number in range(5)],
    [used(5), b'{"id": "broken', used(6, value="much")],
    [used(3), used(7), used(7)],
    [used(8, id=None), b"[1]"],
    [],
]


def told(prepared) -> tuple:
    """What loading reads of a prepared page."""
    ids = {party.keys: number for number, party in enumerate(prepared.mapped.parties)} if prepared.mapped else {}
    text = prepared.mapped.text(9, ids) if isinstance(prepared.mapped, Quick) else None
    refused = {number: str(said) for number, said in prepared.refused.items()}
    return prepared.ids, prepared.hashes, prepared.lookups, prepared.suspects, refused, text, prepared.payload, prepared.count


@pytest.mark.parametrize("first_pull", [True, False])
def test_both_places_prepare_the_same(first_pull):
    here = task(Seen() if first_pull else None).preparer()
    with MapperProcess(task(Seen() if first_pull else None)) as process:
        for raws in PAGES:
            there = process.prepare(Page(raws, None, {}))
            assert isinstance(there, FromElsewhere)
            assert told(there) == told(here.prepare(Page(raws, None, {})))


def test_what_a_connector_parsed_goes_over_as_it_is():
    records = [{"id": "s1", "at": "2026-03-01T08:00:00Z", "value": float("nan"), "workspace": "w"}, None]
    with MapperProcess(task(None)) as process:
        prepared = process.prepare(Page([b'{"id":"s1"}', b"?"], records, {}, broken={1: "it is not a record"}))
    assert prepared.ids == ["s1", None]
    assert prepared.refused[1].reason == "broken_record"


def test_pages_keep_their_order_from_here_to_there():
    pages = [Page([used(number)], None, {"row": number}) for number in range(6)]
    prepared = list(prepare_pages(pages, task(Seen()), lambda: True))
    assert [one.page.state["row"] for one in prepared] == list(range(6))
    assert [one.ids for one in prepared] == [[f"s{number}"] for number in range(6)]
    assert [type(one) is FromElsewhere for one in prepared] == [False, False, True, True, True, True]


def test_rows_are_made_ahead_where_the_next_page_is_probably_new():
    pages = [Page([used(number)], None, {}) for number in range(6)]
    answers = iter([True, False] * 3)
    prepared = list(prepare_pages(pages, task(None), lambda: next(answers)))
    assert [one.mapped is not None for one in prepared] == [True, False] * 3


def test_an_id_seen_here_is_a_suspect_there():
    pages = [Page([used(number)], None, {}) for number in (1, 2, 3, 1)]
    assert [one.suspects for one in prepare_pages(pages, task(Seen()), lambda: True)] == [[], [], [], [0]]


def test_the_process_ends_when_its_input_does():
    with MapperProcess(task(None)) as process:
        process.prepare(Page([used(1)], None, {}))
        child = psutil.Process(process._process.pid)
        process._into.close()
        assert child.wait(timeout=30) == 0


def test_a_killed_process_is_an_error_and_not_the_end_of_the_pages():
    with MapperProcess(task(None)) as process:
        process.prepare(Page([used(1)], None, {}))
        os.kill(process._process.pid, signal.SIGKILL)
        process._process.wait()
        with pytest.raises(PullFailed, match="The process that prepares pages was ended"):
            process.prepare(Page([used(2)], None, {}))


def test_a_process_killed_in_the_middle_of_an_answer_is_an_error_too():
    whole = BytesIO()
    _send(whole, "an answer")
    with pytest.raises(EOFError):
        _receive(BytesIO(whole.getvalue()[:-1]))
    assert _receive(BytesIO(whole.getvalue())) == "an answer"


@given(st.lists(st.integers(0, 40), max_size=60), st.integers(0, 20))
def test_no_id_that_was_seen_is_taken_for_new(numbers, few):
    seen = Seen()
    seen.many_from = few
    before: set[str] = set()
    for number in numbers:
        one = f"id {number}"
        suspect = seen.again([one]) == [0]
        assert suspect or one not in before
        before.add(one)


def test_few_ids_are_told_apart_exactly():
    seen = Seen()
    assert seen.again([f"{number}" for number in range(FEW)]) == []
    assert seen.again(["0"]) == [0]


def test_the_process_carries_neither_django_s_database_nor_a_driver():
    asked = (
        "import sys; from signals.loading.mapper import main; print({'psycopg', 'django.db', 'sqlalchemy'} & set(sys.modules))"
    )
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True, cwd=CHECKOUT)
    assert told.stdout.strip() == "set()"


def test_a_pull_carries_the_libraries_of_its_own_kind_only():
    asked = (
        "import sys, django; django.setup(); from signals import pulls; from signals.connectors import KINDS; KINDS['file'];"
        " before = 'sqlalchemy' in sys.modules; KINDS['sql']; print(before, 'sqlalchemy' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True, cwd=CHECKOUT)
    assert told.stdout.strip() == "False True"
