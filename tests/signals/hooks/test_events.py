"""CloudEvents 1.0, in the three forms in which HTTP carries them; one event is the same JSON in each."""

import json
import re

import orjson
import pytest

from signals.hooks.events import NotEvents, NotSupported, events_of
from signals.hooks.streams import taker

ONE = {"content-type": "application/cloudevents+json; charset=UTF-8"}
MANY = {"content-type": "application/cloudevents-batch+json"}
TOLD = {
    "specversion": "1.0",
    "id": "1",
    "source": "/shop",
    "type": "placed",
    "datacontenttype": "application/json",
    "data": {"n": 1},
}


def read(headers, told, **how):
    body = told if isinstance(told, bytes) else json.dumps(told).encode()
    return [(one.type, orjson.loads(one.payload)) for one in events_of(headers, body, **{"binary": True, **how})]


def test_an_event_is_the_same_however_it_comes():
    attributes = {f"ce-{name}": value for name, value in TOLD.items() if name not in ("data", "datacontenttype")}
    as_headers = {**attributes, "content-type": "application/json"}
    assert read(ONE, TOLD) == read(MANY, [TOLD]) == read(as_headers, TOLD["data"]) == [("placed", TOLD)]
    assert read(MANY, []) == []


def test_it_is_kept_as_one_line():
    [found] = events_of(ONE, json.dumps(TOLD, indent=2).encode(), binary=False)
    assert b"\n" not in found.payload


def test_headers_are_percent_decoded_and_other_data_is_text_or_base64():
    headers = {"ce-specversion": "1.0", "ce-id": "1", "ce-source": "/shop", "ce-type": "caf%C3%A9"}
    assert read({**headers, "content-type": "text/plain"}, b"hello")[0][1]["data"] == "hello"
    [(kind, found)] = read({**headers, "content-type": "image/png"}, b"\x00\x01")
    assert (kind, found["data_base64"]) == ("café", "AAE=")
    quoted = {**headers, "ce-subject": '"a \\"b\\" %22c%22"', "content-type": "application/json"}
    assert read(quoted, {})[0][1]["subject"] == 'a "b" "c"'


@pytest.mark.parametrize(
    ("headers", "words"),
    [
        ({"content-type": "application/json"}, "Send CloudEvents: application/cloudevents+json"),
        ({"content-type": "application/cloudevents+json; charset=utf-16"}, "Send JSON in UTF-8"),
        ({"content-type": "application/json", "ce-specversion": "1.0"}, "which the signature does not cover"),
    ],
)
def test_another_form_is_not_taken(headers, words):
    with pytest.raises(NotSupported, match=re.escape(words)):
        events_of(headers, b"{}", binary=False)


@pytest.mark.parametrize(
    ("headers", "told", "words"),
    [
        (ONE, b"{", "The body is not JSON."),
        (ONE, [TOLD], "The event is not a JSON object."),
        (MANY, TOLD, "A batch is a JSON array of events."),
        (MANY, [TOLD, {**TOLD, "id": ""}], "Event 2 of the batch needs `id`"),
        (ONE, {**TOLD, "specversion": "0.3"}, "does not say specversion 1.0"),
        (ONE, {**TOLD, "source": "/my shop"}, "with a blank in it"),
        (ONE, {**TOLD, "type": "a\u0000b"}, "needs `type`"),
        (ONE, {**TOLD, "id": 7}, "needs `id`"),
    ],
)
def test_what_is_no_event_is_said(headers, told, words):
    with pytest.raises(NotEvents, match=words):
        read(headers, told)


def test_the_first_stream_that_takes_a_type_takes_it():
    paths = ["arc.work", "arc.*", None]
    assert [taker(paths, kind) for kind in ("arc.work", "arc.change", "order placed")] == [0, 1, 2]
    assert taker(paths[:2], "order placed") is None
