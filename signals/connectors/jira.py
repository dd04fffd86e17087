"""Jira Cloud: issues, and their changelog of who held them and where they stood.

After the published description (swagger-v3): `/search/jql` and `/changelog/bulkfetch` are followed by `nextPageToken` to their
end, however short a page is; nothing tells what was deleted.
"""

import re
from collections.abc import Iterator
from typing import Any

from pydantic import field_validator

from signals.client import Answer
from signals.connectors.changed import ChangedSince
from signals.connectors.jira_changes import changes_of
from signals.connectors.jql import changed_since, selected
from signals.connectors.lists import Listed, Part, whole
from signals.connectors.swept import Came, SweptConnector, SweptSettings
from signals.entries import StreamEntry

SEARCH, CHANGELOG = "rest/api/3/search/jql", "rest/api/3/changelog/bulkfetch"
COUNT = "rest/api/3/search/approximate-count"
WITH_FIELDS, CHANGES, FIELDS = 100, 1_000, 10
IDS_ONLY = {"fields": ["id"], "maxResults": 1_000}
ISSUES = Listed("issues", next="nextPageToken", param="nextPageToken", last="isLast", sparse=True)
LOGS = Listed("issueChangeLogs", next="nextPageToken", param="nextPageToken", sparse=True)


class JiraSettings(SweptSettings):
    """Which site; and, where not all its issues are to be read, which."""

    in_a_browser = (r"(?P<base_url>https://[\w.-]+\.atlassian\.net)(/.*)?",)
    auth: str = "basic"
    jql: str = ""

    @field_validator("jql")
    @classmethod
    def _only_selects(cls, given: str) -> str:
        if re.search(r"\border\s+by\b", given, re.IGNORECASE):
            raise ValueError("leave ORDER BY out: issues are read in an order that no change disturbs.")
        return given.strip()


class JiraConnector(SweptConnector):
    """`path` of a stream is `search/jql` (issues) or `changelog/bulkfetch` (their changes of the fields in `history`)."""

    Settings = JiraSettings
    stream_needs, paths, words = "path", ("search/jql", "changelog/bulkfetch"), "errorMessages.0"
    me, names = "rest/api/3/myself", ("displayName", "emailAddress")
    selects = "{base_url} {jql}"

    def scope(self, account: Answer) -> object:
        """The account's time zone, in which JQL is read; None where it hides it."""
        return account.field("timeZone")

    def changed(self, entry: StreamEntry, read: ChangedSince, scope: object) -> Iterator[Came]:
        """The issues of a search page by page, or their changes."""
        start = read.next or {}
        jql = start.get("jql") or changed_since(read.asked, scope, self.settings.jql)
        for part in self.list(SEARCH, ISSUES, {"jql": jql, **_asked(entry)}, start.get("token"), in_body=True):
            of_this_page = start.get("changes") if part.here == start.get("token") else None
            for records, changes in self._records(part.records, entry, of_this_page):
                goes_on = {"token": part.here, "changes": changes} if changes else {"token": part.next} if part.next else None
                yield Came(records, goes_on and {"jql": jql, **goes_on})

    def left(self, scope: object) -> Iterator[Part]:
        """The ids of all issues."""
        return self.list(SEARCH, ISSUES, {"jql": changed_since(None, None, self.settings.jql), **IDS_ONLY}, in_body=True)

    def _records(self, issues: list[dict], entry: StreamEntry, token: str | None) -> Iterator[tuple[list[dict], str | None]]:
        """The records that a page of issues gives, and the token of more of them: their changes come in pages of their own."""
        ids = list(dict.fromkeys(issue["id"] for issue in issues if issue.get("id")))
        if entry.path == "search/jql" or not ids:
            yield (issues if entry.path == "search/jql" else []), None
            return
        asking = {"issueIdsOrKeys": ids, "fieldIds": entry.history, "maxResults": CHANGES}
        for part in self.list(CHANGELOG, LOGS, asking, token, in_body=True):
            yield changes_of(part.records, entry.history), part.next

    @classmethod
    def wrong_with(cls, stream: StreamEntry, kind: str) -> Iterator[str]:
        """What an entry lacks: the fields whose changes are asked for, of which there may be ten."""
        yield from super().wrong_with(stream, kind)
        if stream.path == "changelog/bulkfetch" and not 1 <= len({*stream.history}) == len(stream.history) <= FIELDS:
            yield f".history: name one to {FIELDS} fields, each once."

    def coming(self, scope: object) -> tuple[str, int | None]:
        """About how many issues."""
        with self.client.post(COUNT, {"jql": selected(only=self.settings.jql)}) as answer:
            rows = whole(answer.field("count"))
        return f"about {rows:,} issues" if rows is not None else "an unknown number of issues", rows


def _asked(entry: StreamEntry) -> dict[str, Any]:
    if entry.path == "search/jql":
        return {"fields": entry.named("fields") or ["*navigable"], "maxResults": WITH_FIELDS}
    return IDS_ONLY
