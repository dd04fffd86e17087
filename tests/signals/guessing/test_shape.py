"""Where an unknown API keeps its records, and how it names the next page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signals.guessing.shape import pagination_of, rows_path

ROWS = [{"id": 1}, {"id": 2}]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)


@pytest.mark.parametrize(
    ("body", "path"),
    [
        (ROWS, ""),
        ({"data": ROWS, "errors": []}, "data"),
        ({"data": {"items": ROWS}, "tags": ["a"]}, "data.items"),
        ({"included": [{"id": 9}], "results": ROWS}, "results"),
        ({"results": [], "paging": {}}, "results"),
        ({"error": "no"}, None),
        ("text", None),
    ],
)
def test_the_list_of_records_is_found(body, path):
    assert rows_path(body) == path


@pytest.mark.parametrize(
    ("body", "link", "said"),
    [
        ({"data": ROWS}, False, {}),
        (ROWS, True, {"style": "link"}),
        ({"data": ROWS, "next": "https://crm.example/leads?page=2"}, False, {"style": "link", "next": "next"}),
        ({"data": ROWS, "links": {"next": "/leads?page=2"}}, False, {"style": "link", "next": "links.next"}),
        ({"data": ROWS, "next": "Mg=="}, False, {"style": "cursor", "next": "next", "param": "cursor"}),
        ({"paging": {"next": {"after": "7"}}}, False, {"style": "cursor", "next": "paging.next.after", "param": "after"}),
        ({"nextPageToken": "x"}, False, {"style": "cursor", "next": "nextPageToken", "param": "pageToken"}),
        ({"next": None, "total": 4}, False, {}),
    ],
)
def test_the_way_to_the_next_page_is_found(body, link, said):
    assert pagination_of(body, link=link) == said


@given(JSON)
def test_no_answer_is_too_strange(body):
    assert isinstance(rows_path(body), str | None)
    assert isinstance(pagination_of(body, link=False), dict)
