"""A page: some records as they came, parsed when they are first asked for."""

import json
from datetime import datetime

import orjson


def parse(raw: bytes) -> object:
    """A JSON value; NaN and Infinity, which JSON does not know, come as floats. Raises ValueError."""
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        return json.loads(raw.decode("utf-8", "surrogateescape"))


class Page:
    """Some records as they came, and the state of the stream once they are kept.

    `records[i]` is the parsed `raws[i]`, or None where it could not be parsed: then `broken[i]` says why. A page that is given
    no records parses its raws as JSON, when it is first asked. `present` lists ids that the source holds: the pages of one pull
    that carry it list all of them, and what they lack was deleted. `gone` are ids that it holds no more. `arrivals` are the
    keys of what was pushed to us, which is let go of once the page is kept. A backfill stops for now only where a page is
    `resumable`: where its state is not that before it.
    """

    __slots__ = ("_broken", "_records", "arrivals", "as_of", "gone", "known", "last", "present", "raws", "resumable", "state")

    def __init__(
        self,
        raws: list[bytes],
        records: list[dict | None] | None,
        state: dict,
        last: bool = False,
        broken: dict[int, str] | None = None,
        known: int | None = None,
        as_of: datetime | None = None,
        present: list[str] | None = None,
        gone: list[str] | None = None,
        resumable: bool = True,
        arrivals: list[int] | None = None,
    ):
        self.raws, self.state, self.last, self.known, self.as_of = raws, state, last, known, as_of
        self.resumable, self.arrivals = resumable, arrivals or []
        self.present, self.gone = present, gone if gone is not None else []
        self._records, self._broken = records, broken if broken is not None else {}

    @property
    def records(self) -> list[dict | None]:
        """The records, parsed; None for each that is none."""
        if self._records is None:
            self._parse()
        return self._records  # type: ignore[return-value]

    @property
    def broken(self) -> dict[int, str]:
        """What is wrong with those that are none, by their place."""
        if self._records is None:
            self._parse()
        return self._broken

    @property
    def unparsed(self) -> bool:
        """Whether it is JSON that nobody has parsed yet."""
        return self._records is None

    def record(self, number: int) -> dict | None:
        """One record, parsed; None where it is none."""
        if self._records is not None:
            return self._records[number]
        return Page(self.raws[number : number + 1], None, {}).records[0]

    def let_go(self) -> None:
        """Let go of the parsed records, where all are records: they take several times the room of what they came as."""
        if not self._broken:
            self._records = None

    def sample(self, count: int) -> list[dict]:
        """Some of its first records, without those that are none."""
        if self._records is not None:
            return [record for record in self._records[:count] if record]
        return [record for record in Page(self.raws[:count], None, {}).records if record]

    def _parse(self) -> None:
        try:
            values: list = list(map(orjson.loads, self.raws))
        except orjson.JSONDecodeError:
            values = [_leniently(raw) for raw in self.raws]
        self._records, self._broken = told_apart(values)


def dump(record: object) -> bytes:
    """A record as JSON, whatever its texts hold, in no more memory than it needs: orjson leaves 4 KB to each."""
    try:
        return memoryview(orjson.dumps(record)).tobytes()
    except TypeError:  # half a character, or a number beyond 64 bits
        return json.dumps(record).encode()


def told_apart(values: list) -> tuple[list[dict | None], dict[int, str]]:
    """The records among parsed values, and what is wrong with those that are none."""
    if set(map(type, values)) <= {dict}:
        return values, {}
    broken = {
        number: str(value) if isinstance(value, ValueError) else "it is not a record"
        for number, value in enumerate(values)
        if type(value) is not dict
    }
    return [value if type(value) is dict else None for value in values], broken


def _leniently(raw: bytes) -> object:
    try:
        return parse(raw)
    except ValueError:
        return ValueError("it is not JSON")
