"""Pages prepared in a process of their own, on another core than the one that talks to the database.

The process gets a stream's mapping once, then one page after the other on its standard input, and answers with each page
prepared. It knows neither the database nor a credential, and ends when its input does: with the puller, however that ends.
"""

import contextlib
import pickle
import struct
import subprocess
import sys
from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO

from signals.failures import PullFailed
from signals.loading.ahead import Ahead, rows_ahead
from signals.loading.prepare import SEPARATOR, Lookup, Prepared, Preparer, Seen
from signals.loading.quick import Quick, quick_mapper
from signals.mapping.compiled import Compiled, Place
from signals.mapping.declared import Mapping
from signals.mapping.page import Page
from signals.mapping.refusals import Refused

CHECKOUT = Path(__file__).resolve().parents[2]
HERE = 2
LENGTH = struct.Struct("<Q")


@dataclass(frozen=True)
class Task:
    """What the process must know of a stream; `seen` are the ids of a first pull so far."""

    mapping: dict
    place: Place
    stream_id: int
    seen: Seen | None

    def preparer(self) -> Preparer:
        """What prepares the stream's pages, here or there."""
        compiled = Compiled(Mapping.model_validate(self.mapping), self.place)
        if compiled.lean:
            return Preparer(compiled, quick_mapper(compiled, self.stream_id), self.seen)
        return Preparer(compiled, rows_ahead(compiled))


@dataclass(frozen=True)
class Answer:
    """A page prepared, as few large values: those cost least to hand over."""

    ids: str | list[str | None]
    hashes: bytes
    lookups: dict[str, Lookup]
    refused: dict[int, Refused]
    suspects: list[int] | None
    mapped: Quick | Ahead | None
    payload: bytes | None

    @classmethod
    def of(cls, prepared: Prepared) -> "Answer":
        """Pack a page."""
        mapped: Any = prepared.mapped
        ids = prepared.ids if prepared.refused else SEPARATOR.join(prepared.ids)  # type: ignore[arg-type]
        return cls(
            ids=ids,
            hashes=array("q", prepared.hashes).tobytes(),
            lookups=prepared.lookups,
            refused=prepared.refused,
            suspects=prepared.suspects,
            mapped=replace(mapped, versions=[]) if isinstance(mapped, Quick) else mapped,
            payload=prepared.payload if mapped is not None else None,
        )


class FromElsewhere(Prepared):
    """A page that was prepared in another process; its ids and hashes are unpacked when they are asked for."""

    def __init__(self, page: Page, answer: Answer):
        self.page, self.answer, self.refused = page, answer, answer.refused
        self.suspects, self.mapped, self.months = answer.suspects, answer.mapped, []

    @cached_property
    def ids(self) -> list[str | None]:  # type: ignore[override]
        """The records' ids."""
        packed = self.answer.ids
        return packed if isinstance(packed, list) else list(packed.split(SEPARATOR)) if self.page.raws else []

    @cached_property
    def hashes(self) -> list[int]:  # type: ignore[override]
        """The payloads' hashes."""
        return array("q", self.answer.hashes).tolist()

    @cached_property
    def lookups(self) -> dict[str, Lookup]:
        """What to compare with what is kept, by month."""
        return self.answer.lookups

    @cached_property
    def payload(self) -> bytes:
        """All its payloads, compressed."""
        return self.answer.payload or super().payload


def prepare_pages(pages: Iterable[Page], task: Task, are_new: Callable[[], bool]) -> Iterator[Prepared]:
    """Prepare pages: the first few here; those after them in a process of its own, which is not worth starting for less.

    Their rows are made ahead too while `are_new` says that the records of the next page are probably all new.
    """
    preparer = task.preparer()
    with contextlib.ExitStack() as ended:
        process = None
        for number, page in enumerate(pages):
            if number >= HERE and process is None:
                process = ended.enter_context(MapperProcess(task))
            yield (process or preparer).prepare(page, ahead=are_new())


class MapperProcess:
    """The other end of a process that prepares pages."""

    def __init__(self, task: Task):
        self._process = subprocess.Popen(
            [sys.executable, "-c", "from signals.loading.mapper import main; main()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=CHECKOUT,
            start_new_session=True,  # a Ctrl-C is the puller's to answer; this ends when its input does
        )
        self._into: BinaryIO = self._process.stdin  # type: ignore[assignment]
        self._out: BinaryIO = self._process.stdout  # type: ignore[assignment]
        with contextlib.suppress(BrokenPipeError):  # it was ended already: the first page will tell
            _send(self._into, task)

    def __enter__(self) -> "MapperProcess":
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._into.close()
        self._process.kill()
        self._process.wait()
        self._out.close()

    def prepare(self, page: Page, *, ahead: bool = True) -> Prepared:
        """Hand a page over, and wait for it. Raises what the process raised, and PullFailed where it is gone."""
        try:
            _send(self._into, (page.raws, (None, None) if page.unparsed else (page.records, page.broken), ahead))
            answer = _receive(self._out)
        except (BrokenPipeError, EOFError):
            answer = None
        if isinstance(answer, BaseException):
            raise answer
        if answer is None:
            raise PullFailed("The process that prepares pages was ended.", "If that happens again, look for what ends it.")
        return FromElsewhere(page, answer)


def _send(into: BinaryIO, what: object) -> None:
    packed = pickle.dumps(what, protocol=5)
    into.write(LENGTH.pack(len(packed)))
    into.write(packed)
    into.flush()


def _receive(out: BinaryIO) -> Any:
    """What comes next; None at the end. Raises EOFError where it breaks off."""
    head = out.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    length = LENGTH.unpack(head)[0]
    packed = out.read(length)
    if len(packed) < length:
        raise EOFError
    return pickle.loads(packed)  # noqa: S301  (our own process)


def main() -> None:
    """Prepare pages until there are no more."""
    into, out = sys.stdin.buffer, sys.stdout.buffer
    preparer = _receive(into).preparer()
    while (given := _receive(into)) is not None:
        raws, (records, broken), ahead = given
        try:
            page = Page(raws, records, {}, broken=broken)
            _send(out, Answer.of(preparer.prepare(page, ahead=ahead)))
        except Exception as error:
            _send(out, error)
