"""A tap's catalog, in which one stream is selected and no other."""

from typing import Any, NamedTuple

import orjson

from signals.failures import Permanent


class Chosen(NamedTuple):
    """The names by which the stream's records may call it, and the catalog that selects it alone (None: the tap has none)."""

    names: frozenset[str]
    catalog: dict | None


def read(said: bytes) -> dict | None:
    """What a tap discovered; None where it is no catalog."""
    try:
        found = orjson.loads(said)
    except orjson.JSONDecodeError:
        return None
    streams = found.get("streams") if isinstance(found, dict) else None
    return found if isinstance(streams, list) and all(isinstance(stream, dict) for stream in streams) else None


def names(catalog: dict) -> list[str]:
    """The tap's streams."""
    return [str(stream.get("tap_stream_id") or stream.get("stream")) for stream in catalog["streams"]]


def chosen(catalog: dict | None, name: str) -> Chosen:
    """Select one stream of a catalog. Raises Permanent where the tap has none of that name."""
    if catalog is None:
        return Chosen(frozenset([name]), None)
    found = [stream for stream in catalog["streams"] if name in (stream.get("tap_stream_id"), stream.get("stream"))]
    if not found:
        known = ", ".join(names(catalog)[:30]) or "none"
        raise Permanent(f"The tap has no stream “{name}”.", f"Name one of its streams as `path`: {known}.")
    streams = [_selected(stream, stream is found[0]) for stream in catalog["streams"]]
    return Chosen(frozenset([name, str(found[0].get("stream") or name)]), {**catalog, "streams": streams})


def _selected(stream: dict[str, Any], wanted: bool) -> dict[str, Any]:
    """Selected, or not, in both ways that taps look for; of the wanted one each field too, for no other is emitted."""
    told = {tuple(one.get("breadcrumb") or ()): one.get("metadata") or {} for one in stream.get("metadata") or []}
    schema = {**(stream.get("schema") or {}), "selected": wanted}
    told[()] = {**(_replicated(told.get((), {})) if wanted else told.get((), {})), "selected": wanted}
    if wanted:
        for name in schema.get("properties") or {}:
            told.setdefault(("properties", name), {})
        told |= {place: {**said, "selected": True} for place, said in told.items() if said.get("inclusion") != "unsupported"}
    return {**stream, "schema": schema, "metadata": [{"breadcrumb": [*place], "metadata": told[place]} for place in told]}


def _replicated(said: dict[str, Any]) -> dict[str, Any]:
    """How the stream is read, where the tap leaves that to us: by a key that it calls valid, else whole."""
    if "replication-method" in said or "forced-replication-method" in said:
        return said
    keys = said.get("valid-replication-keys") or []
    return {
        **said,
        "replication-method": "INCREMENTAL" if keys else "FULL_TABLE",
        **({"replication-key": keys[0]} if keys else {}),
    }
