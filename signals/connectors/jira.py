"""Jira Cloud: issues, and their changelog of who held them and where they stood.

After the published description (swagger-v3): `/search/jql` and `/changelog/bulkfetch` are followed by `nextPageToken` to their
end, however short a page is; nothing tells what was deleted.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from pydantic import field_validator

from signals.client import Refusal
from signals.connectors.base import Checked, Page
from signals.connectors.changed import ChangedSince
from signals.connectors.http import HttpConnector, HttpSettings, page_of
from signals.connectors.jira_changes import changes_of
from signals.connectors.jql import changed_since
from signals.connectors.tokens import TokenExpired, Tokens
from signals.entries import Duration, StreamEntry
from signals.failures import Permanent, PullFailed

SEARCH, CHANGELOG = "rest/api/3/search/jql", "rest/api/3/changelog/bulkfetch"
COUNT = "rest/api/3/search/approximate-count"
IN_A_BROWSER = re.compile(r"(https://[\w.-]+\.atlassian\.net)(/.*)?")
WITH_FIELDS, IDS_ONLY, CHANGES = 100, 1_000, 1_000


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
    stream_needs = "path"
    paths = ("search/jql", "changelog/bulkfetch")
    with_token = False

    def pages(self, stream, state: dict, since: datetime | None = None) -> Iterator[Page]:
        """The stream's pages; then, once a day, the ids of all issues."""
        entry = self.entry(stream)
        read = ChangedSince(entry, state, since)
        with self.client.get("rest/api/3/myself") as answer:
            read.begin(answer.headers)
            zone = answer.field("timeZone")
        start = read.next or {}
        jql = start.get("jql") or changed_since(read.asked, zone, self.settings.jql)
        sweep = read.is_sweep_due(self.settings.reconcile)
        for issues, here, following in self._search(jql, self._asking(entry), start.get("token")):
            for records, is_all in self._records(issues, entry):
                token = following if is_all else here
                goes_on = token is not None or not is_all
                state = read.going({"jql": jql, "token": token}) if goes_on else read.ended()
                yield page_of(records, state, last=not goes_on and not sweep)
        if sweep:
            yield from self._present(read)

    def _asking(self, entry: StreamEntry) -> dict[str, Any]:
        if entry.path == "search/jql":
            return {"fields": str(entry.params.get("fields", "*navigable")).split(","), "maxResults": WITH_FIELDS}
        return {"fields": ["id"], "maxResults": IDS_ONLY}

    def _search(self, jql: str, asking: dict, token: str | None = None) -> Iterator[tuple[list[dict], str | None, str | None]]:
        """Issues page by page, each with its token and the next one. A first token that has expired begins again."""
        tokens = Tokens("search/jql")
        while True:
            try:
                issues, following = self._followed(SEARCH, {"jql": jql, **asking}, "issues", token, tokens)
            except TokenExpired:
                if token is None or tokens.seen:
                    raise
                token = None
                continue
            yield issues, token, following
            if following is None:
                return
            token = following

    def _records(self, issues: list[dict], entry: StreamEntry) -> Iterator[tuple[list[dict], bool]]:
        """The records that a page of issues gives, in parts, each with whether it is the last one."""
        ids = _ids(issues)
        if entry.path == "search/jql" or not ids:
            yield (issues if entry.path == "search/jql" else []), True
            return
        asking, tokens, token = (
            {"issueIdsOrKeys": ids, "fieldIds": entry.history, "maxResults": CHANGES},
            Tokens("bulkfetch"),
            None,
        )
        while True:
            logs, token = self._followed(CHANGELOG, asking, "issueChangeLogs", token, tokens)
            yield changes_of(logs, set(entry.history)), token is None
            if token is None:
                return

    def _followed(self, path: str, asking: dict, rows: str, token: str | None, tokens: Tokens) -> tuple[list, str | None]:
        self.with_token = token is not None
        with self.client.post(path, {**asking, **({"nextPageToken": token} if token else {})}) as answer:
            found = list(answer.rows(rows)) if answer.field(rows) is not None else []
            ended = answer.field("isLast") is True
            return found, None if ended else tokens.following(answer.field("nextPageToken"), len(found))

    def _present(self, read: ChangedSince) -> Iterator[Page]:
        for issues, _, following in self._search(
            changed_since(None, None, self.settings.jql), {"fields": ["id"], "maxResults": IDS_ONLY}
        ):
            last = following is None
            yield Page([], [], read.ended(swept=last), last=last, present=[issue["id"] for issue in issues if issue.get("id")])

    def explain(self, said: Refusal) -> PullFailed | None:
        """A page token expires after some days; a JQL that is wrong is told in Jira's words."""
        if said.status == 400 and self.with_token:
            return TokenExpired("Jira no longer knows the page that was to come.", "The read begins again.")
        messages = said.body.get("errorMessages") if isinstance(said.body, dict) else None
        if said.status == 400 and isinstance(messages, list) and messages:
            return Permanent(f"{said.where} answered 400: {str(messages[0])[:200]}", "Correct `jql` of this source.")
        return None

    def check(self, streams: list) -> Checked:
        """Whose token it is, and about how many issues would come."""
        with self.client.get("rest/api/3/myself") as answer:
            name = answer.field("displayName") or answer.field("emailAddress") or "a user without a name"
        with self.client.post(COUNT, {"jql": changed_since(None, None, self.settings.jql)}) as answer:
            count = answer.field("count")
        rows = count if isinstance(count, int) else None
        told = f"about {rows:,} issues" if rows is not None else "an unknown number of issues"
        return Checked(ok=True, sentence=f"{self.client.base.host} answers as {name}: {told} would come.", rows=rows)


def _ids(issues: list[dict]) -> list[str]:
    return [issue["id"] for issue in issues if issue.get("id")]
