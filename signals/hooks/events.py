"""CloudEvents 1.0 over HTTP: structured, batched and binary; each event as the one line of JSON that is kept of it."""

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

import orjson
from django.utils.http import parse_header_parameters

from signals.mapping.page import dump

ONE, MANY = "application/cloudevents+json", "application/cloudevents-batch+json"
NEEDED = ("id", "source", "type")
LONGEST = 1_000


class NotEvents(ValueError):
    """The body holds no CloudEvents; its text is a sentence for the sender."""


class NotSupported(NotEvents):
    """They may be CloudEvents, in a form that is not taken here."""


@dataclass(frozen=True)
class Event:
    """One event: its type, by which a stream takes it, and the whole of it."""

    type: str
    payload: bytes


def events_of(headers: Mapping[str, str], body: bytes, *, binary: bool) -> list[Event]:
    """The events of one request; `binary` says whether an event may come with its attributes as headers.

    The JSON of an event is that of the structured mode, however it came. Raises NotEvents, NotSupported: then none is kept.
    """
    kind, params = parse_header_parameters(headers.get("content-type", ""))
    if params.get("charset", "utf-8").lower() not in ("utf-8", "us-ascii"):
        raise NotSupported("Send JSON in UTF-8.")
    if kind == ONE:
        return [_event(_json(body), "The event")]
    if kind == MANY:
        found = _json(body)
        if not isinstance(found, list):
            raise NotEvents("A batch is a JSON array of events.")
        return [_event(one, f"Event {number} of the batch") for number, one in enumerate(found, 1)]
    if "ce-specversion" not in headers:
        raise NotSupported(f"Send CloudEvents: {ONE}, or {MANY}.")
    if not binary:
        raise NotSupported(
            f"An event in binary mode has its attributes as headers, which the signature does not cover. Send {ONE}, or let an"
            " administrator allow the binary mode."
        )
    return [_event(_from_headers(headers, kind, body), "The event")]


def _json(body: bytes) -> Any:
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        raise NotEvents("The body is not JSON.") from None


def _event(found: Any, called: str) -> Event:
    if not isinstance(found, dict):
        raise NotEvents(f"{called} is not a JSON object.")
    if found.get("specversion") != "1.0":
        raise NotEvents(f"{called} does not say specversion 1.0.")
    for name in NEEDED:
        said = found.get(name)
        if not isinstance(said, str) or not said or len(said) > LONGEST or not said.isprintable():
            raise NotEvents(f"{called} needs `{name}`: a text of 1 to {LONGEST:,} characters.")
    if any(letter.isspace() for letter in found["source"]):
        raise NotEvents(f"{called} names a `source` with a blank in it: it is a URI.")
    return Event(found["type"], dump(found))


def _from_headers(headers: Mapping[str, str], kind: str, body: bytes) -> dict[str, Any]:
    told = {name.lower(): value for name, value in headers.items() if name.lower().startswith("ce-")}
    found: dict[str, Any] = {name[3:]: unquote(_unquoted(value)) for name, value in told.items() if len(name) > 3}
    if kind:
        found["datacontenttype"] = kind
    if kind.endswith(("/json", "+json")):
        found["data"] = _json(body)
    elif kind.startswith("text/"):
        found["data"] = body.decode("utf-8", "replace")
    elif body:
        found["data_base64"] = base64.b64encode(body).decode()
    return found


def _unquoted(value: str) -> str:
    """A header's value without the quotation marks that a sender may have put around it."""
    if len(value) < 2 or not (value[0] == value[-1] == '"'):
        return value
    return re.sub(r"\\(.)", r"\1", value[1:-1])
