"""Where a stream goes on, in words, whatever its kind keeps for it."""

import pytest

from signals.streams_told import goes_on_from, what_it_makes, what_it_reads


@pytest.mark.parametrize(
    ("cursor", "words"),
    [
        ({}, "the whole each time"),
        ({"content": "ab12", "row": 1200, "done": True}, "row 1,200 of a file: it was read to its end"),
        ({"since": "2026-03-01T08:00:00+00:00", "done": True}, "Sun 1 Mar, 08:00"),
        ({"after": "6512"}, "6512"),
        ({"since": "2026-03-01", "ids": ["a", "b", "c"]}, "Sun 1 Mar, 3 ids"),
        ({"seen": [], "next": None}, "the whole each time"),
        (
            {"state": {"bookmarks": {"deals": {"updated": "2026-03-01T08:00:00Z"}, "leads": {"id": 7}, "people": {"id": 9}}}},
            "Sun 1 Mar, 08:00, 7 and 1 more place",
        ),
        ({"windows": [{"from": "2026-03-01"}, {"from": "2026-03-02"}, {"from": "2026-03-03"}, {"from": "2026-03-04"}]}, None),
        ({"token": "x" * 90}, "x" * 40),
    ],
)
def test_a_place_is_told_in_words(cursor, words):
    told = goes_on_from(cursor)
    assert told == (words or "Sun 1 Mar, Mon 2 Mar and 2 more places")
    assert not set("{}[]'") & set(told)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"path": "/v1/leads"}, "/v1/leads"),
        ({"file": "leads.csv"}, "leads.csv"),
        ({"query": "SELECT id,\n  name\nFROM leads"}, "SELECT id, name FROM leads"),
        ({"query": "SELECT " + ", ".join(f"column_{number}" for number in range(30))}, None),
        ({}, "leads"),
    ],
)
def test_every_stream_says_what_it_reads(settings, words):
    told = what_it_reads({"name": "leads", **settings})
    assert told == words or (len(told) <= 80 and told.endswith(" …"))


def test_each_noun_that_it_makes_is_named_once():
    assert what_it_makes([{"work": {}}, {"event": {}}, {"event": {}}]) == ["work", "event"]
