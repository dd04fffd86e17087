"""What every connector gives: pages of raw records, and where the next pull goes on."""

import abc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from pydantic import ValidationError

from signals.entries import StreamEntry
from signals.failures import Permanent
from signals.mapping.declared import Strict
from signals.mapping.page import Page

BATCH = 3_000
__all__ = ["BATCH", "Checked", "Connector", "Page"]


@dataclass(frozen=True)
class Checked:
    """What a check found, in a sentence; `rows` would come, where that can be told."""

    ok: bool
    sentence: str
    rows: int | None


class Connector(abc.ABC):
    """Reads one kind of source. It yields pages and never writes. What is `pushed` to us is read from our own database."""

    Settings: ClassVar[type[Strict]]
    flat: ClassVar[bool] = False
    stream_needs: ClassVar[str] = ""
    paths: ClassVar[tuple[str, ...]] = ()
    pushed: ClassVar[bool] = False

    def __init__(self, source, *, sleep: Callable[[float], None] | None = None):
        self.source, self.sleep = source, sleep
        self.settings: Any = self._settings(source)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self) -> None:  # noqa: B027  (most kinds hold nothing)
        """Let go of what the connector holds."""

    def _settings(self, source) -> Strict:
        """What the source says, typed; what was saved before a rule came is refused in its words, without the value."""
        try:
            return self.Settings.model_validate(source.settings)
        except ValidationError as error:
            what = " ".join(mistake["msg"].removeprefix("Value error, ") for mistake in error.errors(include_input=False))
        raise Permanent(what, "Correct the settings of this source.")

    @abc.abstractmethod
    def pages(self, stream, state: dict, since: datetime | None = None) -> Iterator[Page]:
        """The stream's pages from `state` on, or from `since` for a backfill. Raises PullFailed."""

    @abc.abstractmethod
    def check(self, streams: list) -> Checked:
        """Reach the source and say what would come. Raises PullFailed."""

    def is_flat(self, stream) -> bool:
        """Whether the stream's records are flat rows, whose column names may hold dots."""
        return self.flat

    @classmethod
    def wrong_credential(cls, settings: dict[str, Any], text: str) -> str:
        """What is wrong with the form of a credential, in a sentence; empty where nothing is, or nothing is known of it."""
        return ""

    @classmethod
    def mistakes(cls, entry) -> list[str]:
        """What a source's entry in a sources file lacks for this kind, a line each."""
        wrong = ((stream.name, line) for stream in entry.streams for line in cls.wrong_with(stream, entry.kind))
        return [f"sources[{entry.name}].streams[{name}]{line}" for name, line in wrong]

    @classmethod
    def wrong_with(cls, stream: StreamEntry, kind: str) -> Iterator[str]:
        """What a stream's entry lacks for this kind: lines that begin with its key, if there is one, and a colon."""
        needed = cls.stream_needs
        if needed and getattr(stream, needed) is None:
            yield f": a source of kind {kind} needs `{needed}`."
        elif cls.paths and stream.path not in cls.paths:
            yield f".path: {kind} has no “{stream.path}”; it has {', '.join(cls.paths)}."

    @staticmethod
    def entry(stream) -> StreamEntry:
        """What the stream says to read, typed."""
        return StreamEntry.model_validate({"name": stream.name, **stream.settings, **stream.mapping})
