"""Declared values compiled to functions: text, number, instant. What is wrong is flagged or refused, never guessed."""

import math
import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from signals.mapping import instants
from signals.mapping.columns import EMPTY, is_empty, origin, plain_column
from signals.mapping.declared import Value
from signals.mapping.naming import named, nothing_in
from signals.mapping.page import dump
from signals.mapping.refusals import Refused, Unreadable

PLAIN = re.compile(r"-?\d{1,17}(\.\d{1,12})?").fullmatch
GROUPED = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?").fullmatch
GROUPED_BY_POINTS = re.compile(r"-?\d{1,3}(\.\d{3})*(,\d+)?|-?\d+(,\d+)?").fullmatch
AROUND = re.compile(r"^[$€£¥\s]+|[€$£¥\s]+$")
LARGEST = Decimal(10) ** 18
LARGE = 1e15
Text = Callable[[dict], str | None]


def compile_text(value: Value, field: str, *, flat: bool) -> Text:
    """A function that gives the field's text, or None. Raises Unreadable, and Refused where it is required and empty."""
    field = named(field, value)
    if value.const is not None:
        constant = str(value.const)
        return lambda record: constant
    get, words, default = origin(value, flat=flat), value.map, None if value.default is None else str(value.default)
    if not (words or value.lower or value.required or default):
        path = plain_column(value, flat=flat)
        return (lambda record: as_text(get(record))) if path is None else _plain_text(path)

    def read(record: dict) -> str | None:
        found = as_text(get(record))
        if found is not None and value.lower:
            found = found.lower()
        if words is not None and found is not None:
            found = words.get(found, default or found)
        return found if found is not None else _empty(value, default, field)

    return read


def _plain_text(path: str) -> Text:
    def read(record: dict) -> str | None:
        found = record.get(path)
        if type(found) is str and found.isascii() and found not in EMPTY and "\x00" not in found:
            return found.strip() or None
        return as_text(found)

    return read


def _empty(value: Value, default: str | None, field: str) -> str | None:
    if value.required and default is None:
        raise Refused("missing", field, nothing_in(field))
    return default


def as_text(found: object) -> str | None:
    """The text of whatever a source sent; None for nothing. Raises Unreadable where a database cannot hold it."""
    if type(found) is str:
        if found in EMPTY:
            return None
        if not found.isascii():
            _no_surrogate(found)
        if "\x00" in found:
            raise Unreadable("it holds a NUL character")
        return found.strip() or None
    if found is None or (type(found) is float and not math.isfinite(found)):
        return None
    if type(found) is bool:
        return "true" if found else "false"
    return dump(found).decode() if isinstance(found, dict | list) else str(found)


def _no_surrogate(found: str) -> None:
    try:
        found.encode()
    except UnicodeEncodeError:
        raise Unreadable("it holds half a character (a lone surrogate)") from None


def compile_number(value: Value, field: str, *, flat: bool) -> Text:
    """A function that gives the field as the text of a decimal number, or None. Raises Unreadable, Refused."""
    field = named(field, value)
    get, words, form = origin(value, flat=flat), value.map, value.format
    default, path = None if value.default is None else str(value.default), plain_column(value, flat=flat)

    def read(record: dict) -> str | None:
        found = get(record) if path is None else record.get(path)
        if type(found) is str:
            if words and found in words:
                found = words[found]
            elif form is None and PLAIN(found):
                return found
        elif type(found) is float and form is None and -LARGE < found < LARGE and "e" not in (text := repr(found)):
            return text
        if is_empty(found) or found == "NA":
            return _empty(value, default, field)
        return as_number(found, form)

    return read


def as_number(found: object, form: str | None = None) -> str:
    """The text of a decimal number. Raises Unreadable."""
    if type(found) is int and -(10**17) < found < 10**17:
        return str(found) if form != "percent" else str(Decimal(found) / 100)
    if type(found) is str:
        return _from_text(found, form)
    if (type(found) is not float and not isinstance(found, Decimal | int)) or isinstance(found, bool):
        raise Unreadable(f"“{str(found)[:40]}” is not a number")
    return _bounded(Decimal(repr(found) if type(found) is float else found), found, form == "percent")


def _from_text(found: str, form: str | None) -> str:
    text = AROUND.sub("", found)
    percent = text.endswith("%") or form == "percent"
    text = text.removesuffix("%").rstrip()
    if form == "decimal_comma" and GROUPED_BY_POINTS(text):
        text = text.replace(".", "").replace(",", ".")
    elif form != "decimal_comma" and GROUPED(text):
        text = text.replace(",", "")
    elif form == "decimal_comma" or "," in text or "_" in text:
        raise Unreadable(f"“{found[:40]}” is not a number as declared")
    try:
        return _bounded(Decimal(text), found, percent)
    except InvalidOperation:
        raise Unreadable(f"“{found[:40]}” is not a number") from None


def _bounded(number: Decimal, found: object, percent: bool) -> str:
    if not number.is_finite() or abs(number) >= LARGEST:
        raise Unreadable(f"“{str(found)[:40]}” is not a number that can be kept")
    return f"{number / 100 if percent else number:f}"


def compile_instant(value: Value, field: str, *, flat: bool, zone: str) -> Callable[[dict], instants.Instant | None]:
    """A function that gives the field's instant, or None. Raises Refused."""
    field = named(field, value)
    get, read_instant = origin(value, flat=flat), instants.reader(value.format, value.zone or zone, field)
    required, default, path = value.required, value.default, plain_column(value, flat=flat)

    def read(record: dict) -> instants.Instant | None:
        found = get(record) if path is None else record.get(path)
        if is_empty(found):
            found = default
            if found is None:
                if required:
                    raise Refused("missing", field, nothing_in(field))
                return None
        return read_instant(found)

    return read
