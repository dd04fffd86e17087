"""The first rows of a query, whatever their order: what its columns hold."""

from sqlalchemy import Engine

from signals.connectors.plain import plain
from signals.warehouse import keyset, reading

ROWS, SECONDS = 200, 60


def first_rows(engine: Engine, query: str, size: int = ROWS) -> list[dict]:
    """Some rows of a query as records, read within a minute. Raises PullFailed."""
    with reading.transaction(engine, seconds=SECONDS) as connection:
        found = connection.execute(keyset.first(query, size))
        names = [str(name) for name in found.keys()]  # noqa: SIM118  (a result is no mapping)
        return [dict(zip(names, map(plain, row), strict=True)) for row in found]
