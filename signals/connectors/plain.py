"""Values of databases and of Parquet as JSON can say them; nothing is rounded, and an instant without zone stays without."""

import base64
import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

AS_IT_IS = (str, bool, float, type(None))
LARGEST = 2**63


def plain(value: object) -> object:
    """A value as text, number, list or record: decimals and instants as text, bytes as base64."""
    if isinstance(value, AS_IT_IS):
        return value
    if isinstance(value, int):
        return value if -LARGEST <= value < LARGEST else str(value)
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, dt.timedelta):
        return str(Decimal(value // dt.timedelta(microseconds=1)) / 1_000_000)
    if isinstance(value, bytes | bytearray | memoryview):
        return base64.b64encode(value).decode()
    if isinstance(value, Mapping):
        return {str(name): plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(inner) for inner in value]
    return str(value)
