"""Work is found by the beginnings of its title's words, from an index, or by its id."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from signals.holders import found, likely
from tests.signals.rows import NOW, some_work

pytestmark = pytest.mark.django_db


@pytest.fixture
def titles(tracker):
    for number, title in enumerate(["Enablement kit for Atlas", "Kit of parts", "O'Hara's kit: 50% & (more) | !", "Über-Kit"]):
        some_work(tracker, number, kind="issue", title=title, events=[("holder", "Somebody", "", NOW)])
    some_work(tracker, "KIT-7", kind="issue", title="Something else")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("enab", ["Enablement kit for Atlas"]),
        ("KIT par", ["Kit of parts"]),
        ("o'hara's", ["O'Hara's kit: 50% & (more) | !"]),
        ("50% & |", ["O'Hara's kit: 50% & (more) | !"]),
        ("über", ["Über-Kit"]),
        ("KIT-7", ["Something else"]),
        ("nablement", []),
        ("& | !", []),
        ("'", []),
        ("k", []),
    ],
)
def test_beginnings_of_words_and_whole_ids_are_found(titles, held, text, expected):
    assert [work.title for work in found(text, held)] == expected


def test_a_title_like_the_deliverables_is_suggested(titles, held):
    held.name = "Enablement kit"
    assert [work.title for work in likely(held)][:1] == ["Enablement kit for Atlas"]


def test_the_index_is_asked(titles, held):
    with connection.cursor() as cursor, CaptureQueriesContext(connection) as asked:
        found("enablement kit", held)
        [search] = [query["sql"] for query in asked if "to_tsquery" in query["sql"]]
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {search}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "work_by_words_of_title" in plan
