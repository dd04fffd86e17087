"""How a field is named to a person: the column of the source, and what it was to become."""

from signals.mapping.columns import columns_of
from signals.mapping.declared import Value

ARROW = " → "


def named(role: str, *values: Value | None) -> str:
    """`close_date → closed_at`; the role alone where no column of another name is read for it."""
    columns = list(dict.fromkeys(path for value in values if value for path in columns_of(value)))
    return role if not columns or columns == [role] else f"{', '.join(columns)}{ARROW}{role}"


def column_and_role(field: str) -> tuple[str, str]:
    """What `named` put together: the columns, empty where they are not told, and the role."""
    columns, _, role = field.rpartition(ARROW)
    return columns, role


def told(field: str) -> str:
    """A field inside a sentence: the column “close_date” (to be “closed_at”)."""
    columns, role = column_and_role(field)
    return f"the column “{columns}” (to be “{role}”)" if columns else f"“{role}”"


def nothing_in(field: str) -> str:
    """The sentence for a field that must be there and is not."""
    columns, role = column_and_role(field)
    return f"The column “{columns}” is empty: without it there is no “{role}”." if columns else f"The record has no “{role}”."


def cannot_read(field: str, problem: object) -> str:
    """The sentence for a field that must be readable and is not; the problem quotes the value."""
    columns, role = column_and_role(field)
    return (
        f"The column “{columns}” cannot be read as “{role}”: {problem}." if columns else f"“{role}” cannot be read: {problem}."
    )
