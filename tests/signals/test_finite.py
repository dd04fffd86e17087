"""What is no number becomes a text on its way to a streaming parser; all else stays byte for byte."""

import io
import json
import math

import ijson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from signals.client.finite import Finite, items

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**62), 2**62) | st.floats() | st.text() | st.just('NaN, "Infinity": 1e400 \\'),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=20,
)


def told(value):
    """The value as it is to come: what is no number as its text."""
    if isinstance(value, float) and not math.isfinite(value):
        return {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}[str(value)]
    if isinstance(value, list):
        return [told(inner) for inner in value]
    return {key: told(inner) for key, inner in value.items()} if isinstance(value, dict) else value


class InPieces(io.BytesIO):
    """A file that gives a few bytes at a time."""

    piece = 3

    def read(self, size=-1):
        return super().read(min(self.piece, size) if size >= 0 else size)


@given(JSON, st.integers(1, 40))
def test_any_json_comes_through_however_it_is_cut(value, piece):
    file = InPieces(json.dumps([value], ensure_ascii=False).encode("utf-8", "surrogatepass"))
    file.piece = piece
    through, parts = Finite(file), []
    while part := through.read():
        parts.append(part)
    assert json.loads(b"".join(parts).decode("utf-8", "surrogatepass"), parse_constant=lambda word: 1 / 0) == [told(value)]


@pytest.mark.parametrize(
    ("text", "record"),
    [
        (b'[{"a": NaN, "b": "say \\"NaN\\""}]', {"a": "NaN", "b": 'say "NaN"'}),
        (b'[{"a": -Infinity, "b": 1e400, "c": 1E+999}]', {"a": "-Infinity", "b": "1e400", "c": "1E+999"}),
        (b'[{"a": 1e100, "b": 2.5e-400, "c": "x1e400"}]', {"a": 1e100, "b": 0.0, "c": "x1e400"}),
    ],
)
def test_what_is_no_number_is_a_matter_of_its_field_alone(text, record):
    assert [*items(io.BytesIO(text), "item")] == [record]


def test_what_came_before_a_number_that_is_none_comes_once():
    rows = [json.dumps({"id": number, "name": "x" * 1000}) for number in range(500)]
    file = io.BytesIO(f'head[{",".join(rows)}, {{"id": NaN}}]'.encode())
    file.seek(4)
    assert [row["id"] for row in items(file, "item")] == [*range(500), "NaN"]


def test_what_is_cut_off_is_told():
    with pytest.raises(ijson.JSONError):
        list(items(io.BytesIO(b'[{"a": NaN}, {"a"'), "item"))
