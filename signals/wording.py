"""Values, targets and ages as tiles, tables and sentences show them."""

from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from revenue_arc import words

SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"}
STATES = {
    "on": "On target",
    "watch": "Watch",
    "off": "Off target",
    "stale": "Stale",
    "unknown": "Unknown",
    "plain": "No target",
}
COMPARED = {"up": ("≥", "at least"), "down": ("≤", "at most")}
MINUS, UNKNOWN = "\u2212", "\u2013"


def format_value(value: Decimal | None, unit: str, currency: str = "") -> tuple[str, str, str]:
    """A value as prefix, number and unit: ("$", "14.2", "k"), ("", "31", "%"); an unknown one is a dash."""
    if value is None:
        return "", UNKNOWN, ""
    prefix = SYMBOLS.get(currency, f"{currency} ") if unit == "money" else ""
    if unit == "%":
        return "", _number(value * 100), "%"
    if unit in ("h", "d"):
        return "", _number(value), unit
    for size, letter in ((10**9, "bn"), (10**6, "m"), (10**3, "k")):
        if abs(value) >= (size if unit == "money" or size > 1000 else 10_000):
            return prefix, _number(value / size, always=True), letter
    return prefix, _number(value), ""


def in_words(value: Decimal | None, unit: str, currency: str = "") -> str:
    """A value in running text: `3.7 h`, `31%`, `$14.2k`, `unknown`."""
    if value is None:
        return "unknown"
    prefix, number, short = format_value(value, unit, currency)
    return f"{prefix}{number}{' ' if short in ('h', 'd') else ''}{short}"


def target_text(target: Decimal | None, unit: str, currency: str, direction: str) -> str:
    """A target as a tile shows it: `≤ 1 h`; empty without one."""
    return "" if target is None else f"{COMPARED[direction][0]} {in_words(target, unit, currency)}"


def age_text(age: timedelta | None, *, live: bool = False) -> str:
    """An age as a tile shows it: `2 h ago`, `9 d ago`, `live`, `never pulled`."""
    if live:
        return "live"
    if age is None:
        return "never pulled"
    if age < timedelta(minutes=1):
        return "just now"
    if age >= timedelta(days=1):
        return f"{age.days} d ago"
    return f"{words.duration(age)} ago"


def sentence(name: str, value: Decimal | None, definition, why: str = "", target: Decimal | None = None) -> str:
    """What a reading says, in one sentence; the target is the definition's unless given."""
    if value is None:
        return f"{name} is unknown. {why}"
    said = f"{name} is {in_words(value, definition.unit, definition.currency)}"
    target = definition.target if target is None else target
    if target is None:
        return f"{said}; it has no target."
    return (
        f"{said}; the target is {COMPARED[definition.direction][1]} {in_words(target, definition.unit, definition.currency)}."
    )


def signed(value: Decimal) -> str:
    """A change with its sign: `+11`, and a true minus sign."""
    text = f"{abs(value).normalize():,f}"
    return text if value == 0 else f"{'+' if value > 0 else MINUS}{text}"


def since(instant: datetime | None, now: datetime) -> timedelta | None:
    """The age of an instant, never below zero."""
    return None if instant is None else max(now - instant, timedelta(0))


def _number(value: Decimal, *, always: bool = False) -> str:
    """One decimal below ten (or `always`), none above; no trailing zero; a true minus sign."""
    places = Decimal("0.1") if abs(value) < 10 or (always and abs(value) < 100) else Decimal(1)
    text = f"{value.quantize(places, ROUND_HALF_UP):,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text.replace("-", MINUS)
