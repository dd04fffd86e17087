"""What a tap's catalog is given back as, after the Singer specification's page on discovery."""

import pytest

from signals.failures import Permanent
from signals.singer import catalog


def told(*fields: dict, **of_stream) -> dict:
    """A stream that a tap discovered, with what its metadata says of itself and of its fields."""
    names = [f"field{number}" for number in range(len(fields))]
    metadata = [{"breadcrumb": ["properties", name], "metadata": said} for name, said in zip(names, fields, strict=True)]
    return {
        "tap_stream_id": "shop-users",
        "stream": "users",
        "schema": {"type": "object", "properties": {name: {"type": "string"} for name in names}},
        "metadata": [{"breadcrumb": [], "metadata": of_stream}, *metadata],
    }


def of(stream: dict) -> dict[tuple, dict]:
    """What the metadata of a stream says, by its place."""
    return {tuple(one["breadcrumb"]): one["metadata"] for one in stream["metadata"]}


def test_each_field_is_selected_that_a_tap_can_give_for_it_emits_no_other():
    fields = ({"inclusion": "automatic"}, {"inclusion": "available"}, {"inclusion": "unsupported"})
    found = catalog.chosen({"streams": [told(*fields)]}, "users")
    said = of(found.catalog["streams"][0])
    assert said[()]["selected"] is True
    assert [said["properties", f"field{number}"].get("selected") for number in range(3)] == [True, True, None]


def test_a_field_without_metadata_is_selected_too():
    stream = {**told({}, {}), "metadata": []}
    found = catalog.chosen({"streams": [stream]}, "shop-users")
    assert of(found.catalog["streams"][0])["properties", "field1"] == {"selected": True}
    assert found.names == {"users", "shop-users"}


@pytest.mark.parametrize(
    ("said", "how"),
    [
        ({"valid-replication-keys": ["changed_at", "id"]}, ("INCREMENTAL", "changed_at")),
        ({}, ("FULL_TABLE", None)),
        ({"replication-method": "LOG_BASED"}, ("LOG_BASED", None)),
        ({"forced-replication-method": "FULL_TABLE", "valid-replication-keys": ["id"]}, (None, None)),
    ],
)
def test_a_stream_is_read_by_a_key_that_its_tap_calls_valid(said, how):
    found = of(catalog.chosen({"streams": [told(**said)]}, "users").catalog["streams"][0])[()]
    assert (found.get("replication-method"), found.get("replication-key")) == how


def test_no_other_stream_is_selected():
    other = {**told({"inclusion": "available"}), "tap_stream_id": "orders", "stream": "orders"}
    found = catalog.chosen({"streams": [told(), other]}, "users").catalog["streams"][1]
    assert (of(found)[()]["selected"], found["schema"]["selected"]) == (False, False)
    assert of(found)["properties", "field0"] == {"inclusion": "available"}


def test_a_stream_that_the_tap_has_not_is_named():
    with pytest.raises(Permanent) as refused:
        catalog.chosen({"streams": [told()]}, "invoices")
    assert refused.value.todo == "Name one of its streams as `path`: shop-users."
