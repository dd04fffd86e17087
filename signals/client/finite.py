"""JSON that is parsed as it streams; what JSON does not know comes as texts: NaN, Infinity, 1e400."""

import math
import re
from collections.abc import Iterator
from itertools import islice
from typing import IO

import ijson

CHUNK = 1 << 18
# A whole text, left as it is; else a number that is none, or may be too large.
TOKENS = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|(-?Infinity|NaN|-?\d[\d.]*[eE]\+?\d{3,})', re.DOTALL)
ENDS = re.compile(rb"[\s,\]}]")


class Finite:
    """A JSON file whose numbers that are none are texts, read on like a file; nothing but one text is held at a time."""

    def __init__(self, file: IO[bytes]):
        self.file, self.rest, self.ended = file, b"", False

    def read(self, size: int = CHUNK) -> bytes:
        """Some more of it, perhaps more than `size`; empty only at its end."""
        if size == 0:
            return b""
        while not self.ended:
            more = self.file.read(max(size, CHUNK))
            self.ended = not more
            text = self.rest + more
            place = len(text) if self.ended else _whole(text)
            self.rest = text[place:]
            if place:
                return TOKENS.sub(_as_text, text[:place])
        return b""


def items(file: IO[bytes], path: str) -> Iterator[object]:
    """The JSON values at `path` of a file, from where it stands. Raises ijson.JSONError where it is broken or cut off.

    Only where the parser stops, which it does at a number that is none, is it read once more, with those made texts.
    """
    start, given = file.tell(), 0
    try:
        for item in ijson.items(file, path, use_float=True):
            given += 1
            yield item
    except ijson.JSONError:
        file.seek(start)
        yield from islice(ijson.items(Finite(file), path, use_float=True), given, None)


def _whole(text: bytes) -> int:
    """Up to where no token is cut: before a text that has not ended, or after the last sign that ends a number."""
    place = 0
    for token in re.finditer(rb'"[^"\\]*(?:\\.[^"\\]*)*("?)', text, re.DOTALL):
        if not token[1]:
            return token.start()
        place = token.end()
    ends = [found.end() for found in ENDS.finditer(text, place)]
    return ends[-1] if ends else place


def _as_text(token: re.Match[bytes]) -> bytes:
    number = token[1]
    if number is None:
        return token[0]
    return number if number[-1:].isdigit() and math.isfinite(float(number)) else b'"%s"' % number
