"""Which stream of a source takes an event, and what makes an event the same event."""

from collections.abc import Sequence
from typing import Any

EVENT_ID = {"join": ["source", "id"], "with": " "}  # a source has no blank


def webhook_stream(told: Any) -> Any:
    """A stream's entry with what follows from CloudEvents where it does not say it: `source` and `id` tell events apart.

    Where the stream says itself what makes a record the same record, the newer event is the one with the later `time`, which it
    needs then.
    """
    if not isinstance(told, dict):
        return told
    version = {"version": {"from": "time", "required": True} if "id" in told else "time"}
    return {"id": EVENT_ID, **version, "ignore": ["specversion"], **told}


def takes(path: str | None, event_type: str) -> bool:
    """Whether a stream takes events of a type: its path is that type, or begins it with a `*`, or is left out."""
    if not path:
        return True
    return event_type.startswith(path[:-1]) if path.endswith("*") else event_type == path


def taker(paths: Sequence[str | None], event_type: str) -> int | None:
    """The place of the first stream that takes a type; None where none does."""
    return next((place for place, path in enumerate(paths) if takes(path, event_type)), None)
