"""How PostHog is asked: its SQL, at `POST /api/projects/:id/query/`, never from its cache."""

from abc import ABC
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from signals.connectors import hogql
from signals.connectors.changed import ChangedSince
from signals.connectors.http import HttpConnector
from signals.connectors.lists import Part, beyond, whole
from signals.failures import Permanent


class PosthogApi(HttpConnector, ABC):
    """Asks PostHog, whatever is read of it."""

    words, rights = "detail", "Give the key the scope query:read."

    def parts(self, asked: hogql.Asked, after: list | None, read: ChangedSince) -> Iterator[tuple[Part, list]]:
        """The pages of what is asked, after a place; a full one is not the last. Raises PullFailed."""

        def ask(after: list | None) -> Part:
            rows = self.rows(asked.text(after), asked.columns, read)
            return Part("PostHog", rows, next=True if len(rows) >= hogql.LIMIT else None)

        return beyond(ask, lambda part, before: asked.place(part.records[-1]) if part.records else before, after)

    def counted(
        self, names: list[str], span: hogql.Span | None = None, read: ChangedSince | None = None
    ) -> tuple[int, datetime | None]:
        """How many events there are in a stretch of time, and when the first happened. Raises PullFailed."""
        found = self.rows(hogql.extent(names, span), ["count", "first"], read)
        count = (whole(found[0]["count"]) or 0) if found else 0
        return count, hogql.read(found[0]["first"]) if count else None

    def rows(self, query: str, columns: list[str], read: ChangedSince | None = None) -> list[dict]:
        """What a query gives, never from PostHog's cache. Raises PullFailed."""
        body = {"query": {"kind": "HogQLQuery", "query": query}, "refresh": "force_blocking"}
        with self.client.post(f"api/projects/{self.settings.project}/query/", body) as answer:
            if read:
                read.begin(answer.headers)
            rows: Any = answer.field("results") if not answer.large else list(answer.rows("results"))
        if not isinstance(rows, list) or any(not isinstance(row, list) or len(row) != len(columns) for row in rows):
            raise Permanent(f"PostHog answered with rows that are not the {len(columns)} columns asked for.")
        return [dict(zip(columns, row, strict=True)) for row in rows]
