"""Database expressions shared by constraints."""

from django.contrib.postgres.fields import BigIntegerRangeField
from django.db.models import F, Func, IntegerField, Value


def as_range(key: str | Func) -> Func:
    """A whole-number field as a one-value range, so that plain GiST can compare it with `&&` (no extension needed).

    Name the field, not its column: `as_range("initiative")`. Django validates a constraint by replacing field names; of
    "initiative_id" it makes a comparison of the column with itself, which holds for every row.
    """
    column = F(key) if isinstance(key, str) else key
    return Func(column, column, Value("[]"), function="int8range", output_field=BigIntegerRangeField())


def text_key(*columns: str) -> Func:
    """Text columns as one whole number, for `as_range`: equal texts give equal numbers."""
    parts = [part for column in columns for part in (F(column), Value(":"))][:-1]
    # Keywords in alphabetical order, as migrations write them: Django compares expressions by it.
    return Func(*parts, arg_joiner=" || ", function="hashtext", output_field=IntegerField())
