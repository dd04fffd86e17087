"""What a first look at a source says of its streams. A kind's own way is loaded when it is asked for, as its connector is."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.module_loading import import_string

from signals.failures import PullFailed
from signals.models import Source
from signals.probing.explored import Explored

WAYS = {"rest": "endpoints", "sql": "queries", "singer": "taps"}


def explored(source: Source, streams: list[dict[str, Any]], *, new: bool) -> Explored:
    """Look at the streams of a source; of a `new` one the preset's may be missing. Raises PullFailed where none can be."""
    if source.kind not in WAYS:
        return Explored(streams)
    return import_string(f"signals.probing.{WAYS[source.kind]}.explore")(source, streams, new)


def completed(source: Source, stream: dict[str, Any]) -> dict[str, Any]:
    """A stream that a person describes, with what a look at it adds. Raises ValidationError with what must be changed."""
    try:
        return import_string(f"signals.probing.{WAYS[source.kind]}.complete")(source, stream)
    except PullFailed as failure:
        raise ValidationError(" ".join(filter(None, [failure.what, failure.todo]))) from None


__all__ = ["Explored", "completed", "explored"]
