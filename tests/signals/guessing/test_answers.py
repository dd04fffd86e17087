"""What a person says of the columns is a mapping, and a mapping that was made so can be said again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signals.entries import StreamEntry
from signals.guessing import Answers, ColumnAnswer, answers_of, mapping_of
from signals.guessing.answers import FIELDS, STREAM, missing

COLUMNS = [f"c{number}" for number in range(12)] + ["deep.er"]
TYPED = {"version", "opened_at", "due_at", "closed_at", "at"}


@st.composite
def answers(draw):
    """Answers from which a mapping can be made."""
    makes = draw(st.sampled_from(sorted(FIELDS)))
    needed = {"work": ["id"], "party": ["id", "party_id"], "part": ["id", "part_name"], "signal": ["id", "at"]}[makes]
    more = draw(st.lists(st.sampled_from([*STREAM, *FIELDS[makes]]), unique=True, max_size=8))
    roles = list(dict.fromkeys([*needed, *more]))
    columns = draw(st.permutations(COLUMNS))
    said = {name: ColumnAnswer() for name in COLUMNS}
    for column, role in zip(columns, roles, strict=False):
        said[column] = ColumnAnswer(role, draw(st.sampled_from(["", "%d-%m-%Y", "epoch_ms"])) if role in TYPED else "")
    noun = draw(st.sampled_from(["account", "person"] if makes == "party" else ["deal", "lead"]))
    statuses = {"Won": "won", "Lost": "lost"} if "status" in roles and makes == "work" else {}
    if not ({"party_id"} & set(roles)):
        return Answers(makes, noun, said, statuses)
    return Answers(makes, noun, said, statuses, "crm")


@given(answers())
def test_every_answer_is_a_mapping_that_a_sources_file_takes(said):
    assert len(StreamEntry.model_validate({"name": "deals", **mapping_of(said)}).records) == 1


@given(answers())
def test_what_was_said_is_found_again_in_the_mapping(said):
    mapping = mapping_of(said)
    found = answers_of(mapping, COLUMNS)
    assert found is not None
    assert mapping_of(found) == mapping
    if "metric" not in {answer.role for answer in said.columns.values()}:
        assert {name: answer for name, answer in found.columns.items() if answer.role} == {
            name: answer for name, answer in said.columns.items() if answer.role
        }


@pytest.mark.parametrize(
    "mapping",
    [
        {"id": "c1", "records": [{"work": {"kind": {"const": "deal"}}}, {"part": {"name": "c2"}}]},
        {"id": "c1", "records": [{"work": {"kind": "c2"}}]},
        {"id": "c1", "records": [{"work": {"kind": {"const": "deal"}, "title": {"first_of": ["c1", "c2"]}}}]},
        {"id": "c1", "records": [{"event": {"work": {"kind": "deal", "id": "c1"}, "kind": "c2", "at": "c3"}}]},
        {},
    ],
)
def test_a_mapping_that_says_more_is_left_alone(mapping):
    assert answers_of(mapping, COLUMNS) is None


@given(answers())
def test_it_is_found_again_in_the_mapping_as_it_is_saved(said):
    entry = StreamEntry.model_validate({"name": "deals", **mapping_of(said)})
    found = answers_of(entry.mapping(), COLUMNS)
    assert found is not None
    assert mapping_of(found) == mapping_of(said)


def test_what_is_missing_is_told():
    nothing = {name: ColumnAnswer() for name in COLUMNS}
    assert missing(Answers("signal", "", nothing)) == [
        "Say which column makes a record the same record when it comes again.",
        "Say which column is the instant at which it was measured.",
        "Say what such a record is called.",
    ]
    with pytest.raises(ValueError, match="finds the customer"):
        mapping_of(Answers("party", "account", nothing))
