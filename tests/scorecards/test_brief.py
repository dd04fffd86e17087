"""The brief as text: canonical, hashed, chained."""

import json
import subprocess
import unicodedata
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from revenue_arc.canonical import canonical, sha256_of
from scorecards.brief import Link, broken, freeze

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
plain = st.recursive(
    st.none() | st.booleans() | st.integers() | words | st.decimals(allow_nan=False, allow_infinity=False, places=6),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4),
    max_leaves=20,
)
zones = st.integers(-12 * 60, 12 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


def clash(value):
    if isinstance(value, dict):
        return len({unicodedata.normalize("NFC", key) for key in value}) < len(value) or any(map(clash, value.values()))
    return isinstance(value, list) and any(map(clash, value))


@given(plain)
def test_reading_a_canonical_text_and_writing_it_again_gives_the_same_text(value):
    assume(not clash(value))
    text = canonical(value)
    assert canonical(json.loads(text)) == text


@given(st.dictionaries(words, st.integers(), max_size=6).filter(lambda value: not clash(value)))
def test_the_order_of_the_keys_does_not_matter(value):
    assert canonical(dict(reversed(value.items()))) == canonical(value)


@given(st.datetimes(timezones=zones, min_value=datetime(1990, 1, 1)), zones)
def test_one_instant_is_one_text_in_whatever_zone(instant, zone):
    assert canonical(instant) == canonical(instant.astimezone(zone))


@given(words)
def test_composed_and_decomposed_letters_are_one_text(word):
    assert canonical(unicodedata.normalize("NFD", word)) == canonical(unicodedata.normalize("NFC", word))


def test_a_brief_as_it_reads():
    value = {"b": Decimal("3.70"), "a": datetime(2026, 11, 20, 10, tzinfo=timezone(timedelta(hours=1))), "é": [None, True]}
    assert canonical(value) == '{"a":"2026-11-20T09:00:00Z","b":"3.7","é":[null,true]}'


@pytest.mark.parametrize(
    ("value", "error", "says"),
    [
        (1.5, TypeError, "float"),
        ({"a": {"b": [0.1]}}, TypeError, "float"),
        ({1: "a"}, TypeError, "key is text"),
        (datetime(2026, 11, 20), ValueError, "no time zone"),
        (Decimal("NaN"), ValueError, "not a number"),
        ("\ud800", ValueError, "surrogates"),
        ({"é": 1, "e\u0301": 2}, ValueError, "same text"),
        (object(), TypeError, "no canonical form"),
    ],
)
def test_what_has_no_canonical_form_is_refused(value, error, says):
    with pytest.raises(error, match=says):
        canonical(value)


def test_the_hash_is_what_sha256sum_says_of_the_file(tmp_path):
    text, digest = freeze({"name": "Café"}, previous=None)
    (tmp_path / "brief.json").write_text(text, encoding="utf-8")
    said = subprocess.run(["sha256sum", tmp_path / "brief.json"], capture_output=True, text=True, check=True).stdout
    assert said.split()[0] == digest


def chain(length=3):
    links, previous = [], None
    for number in range(1, length + 1):
        text, digest = freeze({"number": number, "at": datetime(2026, 11, number, tzinfo=UTC)}, previous=previous)
        links.append(Link(f"Brief {number}", text, digest, digest))
        previous = digest
    return links


def test_a_chain_holds_and_an_empty_one_too():
    assert broken(chain()) == []
    assert broken([]) == []


def test_a_changed_text_is_found_and_named():
    first, second, third = chain()
    tampered = Link(second.name, second.text.replace('"number":2', '"number":9'), second.sha256, second.sha256)
    assert broken([first, tampered, third]) == [
        "Brief 2: its text does not give the hash that was kept with it. The text or the hash was changed."
    ]


def test_a_text_changed_together_with_its_hash_breaks_the_next_brief():
    first, second, third = chain()
    text = second.text.replace('"number":2', '"number":9')
    faults = broken([first, Link(second.name, text, sha256_of(text)), third])
    assert faults == ["Brief 3: it does not follow on the hash of Brief 2. A brief before it was changed or removed."]


def test_the_last_brief_replaced_with_its_hash_is_found_by_the_decision():
    *before, last = chain()
    text = last.text.replace('"number":3', '"number":9')
    assert "The brief was replaced." in broken([*before, Link(last.name, text, sha256_of(text), last.sha256)])[0]


def test_a_removed_brief_and_a_reordered_text_are_found():
    first, second, third = chain()
    assert "Brief 3: it does not follow on the hash of Brief 1" in broken([first, third])[0]
    loose = json.dumps(json.loads(first.text), indent=1)
    assert broken([Link("Brief 1", loose, sha256_of(loose))]) == ["Brief 1: its text is not in canonical form."]
    assert broken([Link("Brief 1", "{", sha256_of("{"))]) == ["Brief 1: its text is not a brief."]
    assert "no brief before it" in broken([second])[0]
