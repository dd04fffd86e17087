"""Where a value is found in a record."""

from collections.abc import Callable

from signals.mapping.declared import Value

EMPTY = frozenset({"", "N/A", "n/a", "#N/A", "NaN", "nan", "NULL", "null", "None"})
Getter = Callable[[dict], object]


def column(path: str, *, flat: bool) -> Getter:
    """A function that finds a column, or a dotted path into nested records; None where there is none."""
    if flat or "." not in path:
        return lambda record: record.get(path)
    steps = path.split(".")

    def walk(record: object) -> object:
        if path in record:  # type: ignore[operator]  # a column whose name has a dot
            return record[path]  # type: ignore[index]
        for step in steps:
            if isinstance(record, dict):
                record = record.get(step)
            elif isinstance(record, list) and step.lstrip("-").isdigit() and -len(record) <= int(step) < len(record):
                record = record[int(step)]
            else:
                return None
        return record

    return walk


def plain_column(value: Value, *, flat: bool) -> str | None:
    """The name of the one column that a value reads as it stands in the record; None where it is found in another way."""
    return value.from_ if value.from_ is not None and (flat or "." not in value.from_) else None


def origin(value: Value, *, flat: bool) -> Getter:
    """A function that finds what a declared value names: a column, the first of some, some joined, or a constant."""
    if value.const is not None:
        constant = value.const
        return lambda record: constant
    if value.from_ is not None:
        return column(value.from_, flat=flat)
    getters = [column(path, flat=flat) for path in value.first_of or value.join or []]
    if value.first_of:
        return lambda record: next((found for get in getters if not is_empty(found := get(record))), None)
    between = value.with_

    def joined(record: dict) -> object:
        found = [get(record) for get in getters]
        return None if any(is_empty(part) for part in found) else between.join(map(str, found))

    return joined


def is_empty(found: object) -> bool:
    """Whether a source means "nothing" by this."""
    return found is None or (type(found) is str and (found in EMPTY or found.isspace()))


def columns_of(value: Value) -> list[str]:
    """The columns a declared value reads."""
    return [path for path in [value.from_, *(value.first_of or []), *(value.join or [])] if path]
