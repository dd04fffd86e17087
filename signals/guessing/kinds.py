"""What the values of one column are, and in which format: said only where the data leaves no other reading."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from signals.mapping.refusals import Unreadable
from signals.mapping.values import as_number

MOST = 0.8
LOOKED_AT = 500
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[A-Za-z]{2,}").fullmatch
DOMAIN = re.compile(r"(https?://)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24}(/\S*)?", re.IGNORECASE).fullmatch
DATE = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})( (\d{1,2}):\d{2}(:\d{2})?)?").fullmatch
ISO = re.compile(r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}.*)?").fullmatch
TIMES = "at|on|date|day|time|timestamp|ts|created|updated|modified|closed|opened|since|until"
HINTS_A_TIME = re.compile(rf"(^|[^a-z])({TIMES})s?($|[^a-z])")
TRUTHS = frozenset({"true", "false", "yes", "no", "t", "f", "y", "n"})
SECONDS, MILLISECONDS = (10**9, 4 * 10**9), (10**12, 4 * 10**12)


@dataclass(frozen=True)
class Guess:
    """What a column holds, and the formats that fit the data equally well: of several, none is guessed and a person chooses."""

    kind: str = "text"
    formats: tuple[str, ...] = ("",)

    @property
    def format(self) -> str:
        """The one format that fits; empty where none is needed or where the data leaves several."""
        return self.formats[0] if len(self.formats) == 1 else ""

    @property
    def ambiguous(self) -> bool:
        """Whether the data can be read in two ways."""
        return len(self.formats) > 1


def kind_of(values: Sequence[object], name: str = "") -> Guess:
    """What the filled values of a column are. `name` decides only whether large numbers are times."""
    values = values[:LOOKED_AT]
    if not values:
        return Guess("empty")
    if _share(values, lambda value: isinstance(value, bool) or str(value).lower() in TRUTHS) == 1:
        return Guess("truth")
    texts = [str(value).strip() for value in values]
    for kind, fits in (("email", EMAIL), ("domain", DOMAIN)):
        if _share(texts, fits) >= MOST:
            return Guess(kind)
    return _instant(values, texts, name) or _number(values, texts) or Guess()


def _share(values: Sequence, fits: Callable[[Any], object]) -> float:
    return sum(1 for value in values if fits(value)) / len(values)


def _instant(values: Sequence[object], texts: list[str], name: str) -> Guess | None:
    if _share(texts, _is_iso) >= MOST and not all(isinstance(value, int | float) for value in values):
        return Guess("instant")
    if _share(texts, DATE) >= MOST:
        return _ordered(texts)
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
    if HINTS_A_TIME.search(spaced):
        for form, span in (("epoch_s", SECONDS), ("epoch_ms", MILLISECONDS)):
            if sum(_between(text, *span) for text in texts) >= MOST * len(texts):
                return Guess("instant", (form,))
    return None


def _is_iso(text: object) -> bool:
    if not ISO(str(text)):
        return False
    try:
        datetime.fromisoformat(str(text))
    except ValueError:
        return False
    return True


def _between(text: str, low: int, high: int) -> bool:
    try:
        return low <= float(text) < high
    except ValueError:
        return False


def _ordered(texts: list[str]) -> Guess:
    """Day or month first: the order that reads more of the dates, where the other reads none that this one does not."""
    found = [match for text in texts if (match := DATE(text))]
    first = found[0]
    form = f"{{}}{first[2]}{{}}{first[2]}{'%Y' if len(first[4]) == 4 else '%y'}"
    if first[5]:
        form += " %H:%M" + (":%S" if first[7] else "")
    forms = [form.format("%d", "%m"), form.format("%m", "%d")]
    alike = all(_dates(text, forms[0]) == _dates(text, forms[1]) for text in texts)  # 03-03: the next may be 03-04
    return Guess("instant", tuple(forms) if alike else _better(texts, forms, _dates))


def _dates(text: str, form: str) -> str | None:
    try:
        return datetime.strptime(text, form).isoformat()
    except ValueError:
        return None


def _numbers(text: str, form: str) -> str | None:
    try:
        return str(float(as_number(text, form or None)))
    except (Unreadable, ValueError):
        return None


def _better(texts: list[str], forms: list[str], read: Callable[[str, str], str | None]) -> tuple[str, ...]:
    """The formats left once the data has spoken: one where it reads whatever the other does and more, or both read alike.

    Two where the values can be meant in either way, or speak against each other.
    """
    one, other = ([read(text, form) for text in texts] for form in forms)
    if one == other:
        return (forms[0],)
    only_one = any(a is not None and b is None for a, b in zip(one, other, strict=True))
    only_other = any(b is not None and a is None for a, b in zip(one, other, strict=True))
    if only_one != only_other:
        return (forms[0],) if only_one else (forms[1],)
    return tuple(forms)


def _number(values: Sequence[object], texts: list[str]) -> Guess | None:
    if all(isinstance(value, int | float) for value in values):
        return Guess("number")
    readable = [text for text in texts if _numbers(text, "") is not None or _numbers(text, "decimal_comma") is not None]
    if len(readable) / len(texts) < MOST:
        return None
    kind = "percent" if all(text.endswith("%") for text in readable) else "number"
    return Guess(kind, _better(readable, ["", "decimal_comma"], _numbers))
