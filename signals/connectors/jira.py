"""Jira Cloud: issues, and their changelog of who held them and where they stood.

After the published description (swagger-v3): `/search/jql` and `/changelog/bulkfetch` are followed by `nextPageToken` to their
end, however short a page is; nothing tells what was deleted.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from pydantic import field_validator

from signals.connectors.base import Checked, Page
from signals.connectors.changed import ChangedSince
from signals.connectors.http import HttpConnector, HttpSettings, page_of
from signals.connectors.jira_changes import changes_of
from signals.connectors.jql import changed_since, selected
from signals.connectors.lists import Listed, whole
from signals.entries import Duration, StreamEntry

SEARCH, CHANGELOG = "rest/api/3/search/jql", "rest/api/3/changelog/bulkfetch"
COUNT = "rest/api/3/search/approximate-count"
IN_A_BROWSER = re.compile(r"(https://[\w.-]+\.atlassian\.net)(/.*)?")
WITH_FIELDS, IDS_ONLY, CHANGES, FIELDS = 100, 1_000, 1_000, 10
ISSUES = Listed("issues", next="nextPageToken", param="nextPageToken", last="isLast", sparse=True)
LOGS = Listed("issueChangeLogs", next="nextPageToken", param="nextPageToken", sparse=True)


class JiraSettings(HttpSettings):
    """Which site; and, where not all its issues are to be read, which."""

    auth: str = "basic"
    jql: str = ""
    reconcile: Duration = timedelta(days=1)

    @field_validator("base_url", mode="before")
    @classmethod
    def _from_a_browser(cls, given: Any) -> Any:
        found = IN_A_BROWSER.fullmatch(str(given))
        return found[1] if found else given

    @field_validator("jql")
    @classmethod
    def _only_selects(cls, given: str) -> str:
        if re.search(r"\border\s+by\b", given, re.IGNORECASE):
            raise ValueError("leave ORDER BY out: issues are read in an order that no change disturbs.")
        return given.strip()


class JiraConnector(HttpConnector):
    """`path` of a stream is `search/jql` (issues) or `changelog/bulkfetch` (their changes of the fields in `history`)."""

    Settings = JiraSettings
    stream_needs, words = "path", "errorMessages.0"
    paths = ("search/jql", "changelog/bulkfetch")

    def pages(self, stream, state: dict, since: datetime | None = None) -> Iterator[Page]:
        """The stream's pages; then, once a day, the ids of all issues."""
        entry = self.entry(stream)
        read = ChangedSince(entry, state, since, selected=f"{self.settings.base_url} {self.settings.jql}")
        with self.client.get("rest/api/3/myself") as answer:
            read.begin(answer.headers)
            zone = answer.field("timeZone")
        start = dict(read.next or {})
        jql = start.get("jql") or changed_since(read.asked, zone, self.settings.jql)
        sweep = read.is_sweep_due(self.settings.reconcile)
        for part in self.list(SEARCH, ISSUES, {"jql": jql, **self._asking(entry)}, start.get("token"), in_body=True):
            for records, changes in self._records(part.records, entry, start.pop("changes", None)):
                goes_on = {"token": part.here, "changes": changes} if changes else {"token": part.next} if part.next else None
                state = read.going({"jql": jql, **goes_on}) if goes_on else read.ended()
                yield page_of(records, state, last=goes_on is None and not sweep)
        if sweep:
            asking = {"jql": changed_since(None, None, self.settings.jql), "fields": ["id"], "maxResults": IDS_ONLY}
            for part in self.list(SEARCH, ISSUES, asking, in_body=True):
                yield part.present("id", read.ended(swept=part.next is None), last=part.next is None)

    def _asking(self, entry: StreamEntry) -> dict[str, Any]:
        if entry.path == "search/jql":
            return {"fields": str(entry.params.get("fields", "*navigable")).split(","), "maxResults": WITH_FIELDS}
        return {"fields": ["id"], "maxResults": IDS_ONLY}

    def _records(self, issues: list[dict], entry: StreamEntry, token: str | None) -> Iterator[tuple[list[dict], str | None]]:
        """The records that a page of issues gives, and the token of more of them: their changes come in pages of their own."""
        ids = _ids(issues)
        if entry.path == "search/jql" or not ids:
            yield (issues if entry.path == "search/jql" else []), None
            return
        asking = {"issueIdsOrKeys": ids, "fieldIds": entry.history, "maxResults": CHANGES}
        for part in self.list(CHANGELOG, LOGS, asking, token, in_body=True):
            yield changes_of(part.records, set(entry.history)), part.next

    @classmethod
    def mistakes(cls, entry) -> list[str]:
        """What an entry lacks: the fields whose changes are asked for, of which there may be ten."""
        of_changes = [one for one in entry.streams if one.path == "changelog/bulkfetch"]
        wrong = [
            one.name for one in of_changes if not 1 <= len(one.history) <= FIELDS or len({*one.history}) < len(one.history)
        ]
        lines = [f"sources[{entry.name}].streams[{name}].history: name one to {FIELDS} fields, each once." for name in wrong]
        return super().mistakes(entry) + lines

    def check(self, streams: list) -> Checked:
        """Whose token it is, and about how many issues would come."""
        with self.client.get("rest/api/3/myself") as answer:
            name = answer.field("displayName") or answer.field("emailAddress") or "a user without a name"
        with self.client.post(COUNT, {"jql": selected(only=self.settings.jql)}) as answer:
            rows = whole(answer.field("count"))
        told = f"about {rows:,} issues" if rows is not None else "an unknown number of issues"
        return Checked(ok=True, sentence=f"{self.client.base.host} answers as {name}: {told} would come.", rows=rows)


def _ids(issues: list[dict]) -> list[str]:
    return list(dict.fromkeys(issue["id"] for issue in issues if issue.get("id")))
