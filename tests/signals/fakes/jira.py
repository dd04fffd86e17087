"""Jira Cloud as swagger-v3 describes it: basic auth, JQL in the account's zone, `nextPageToken`, bulk changelogs, 410, 429."""

import re
from datetime import UTC, datetime
from itertools import count
from zoneinfo import ZoneInfo

from werkzeug import Request, Response

from tests.signals.fakes.answering import Fake, Refused, answer, basic

TOKEN = "ada@acme.example:ATATT3xFfGF0"
JQL = re.compile(r'(?:\(project = (?P<project>\w+)\) AND )?updated >= "(?P<since>[\d-]{10} \d\d:\d\d)"(?: ORDER BY key ASC)?')
CATEGORIES = {"To Do": "new", "In Progress": "indeterminate", "Done": "done"}


class FakeJira(Fake):
    """One site, whose account is in a zone that it may hide.

    `page` is the most that it gives however much is asked for; a date that exists twice is read as the later.
    """

    vendor = "jira"

    def __init__(self, *, zone: str = "UTC", hides_zone: bool = False, page: int = 3, changes: int = 2):
        super().__init__()
        self.zone, self.hides_zone, self.page, self.changes = zone, hides_zone, page, changes
        self.issues: dict[str, dict] = {}
        self.histories: dict[str, list[dict]] = {}
        self.tokens: dict[str, tuple[dict, int]] = {}
        self.numbers, self.ids = count(1), count(10_001)

    def issue(self, summary: str, *, project: str = "ARC", assignee: str | None = None, status: str = "To Do") -> str:
        """A new issue; its id."""
        issue_id = str(next(self.ids))
        self.issues[issue_id] = {
            "summary": summary,
            "status": a_status(status),
            "assignee": user(assignee),
            "issuetype": {"name": "Task"},
            "project": {"key": project},
            "created": now(),
            "updated": now(),
            "duedate": None,
            "resolutiondate": None,
        }
        self.histories[issue_id] = []
        return issue_id

    def assign(self, issue_id: str, to: str | None, *, by: str) -> None:
        """Give an issue to somebody, or to nobody."""
        was = self.issues[issue_id]["assignee"]
        self.issues[issue_id]["assignee"] = user(to)
        self._change(
            issue_id, by, "assignee", *(person and (person["accountId"], person["displayName"]) for person in (was, user(to)))
        )

    def move(self, issue_id: str, to: str, *, by: str) -> None:
        """Move an issue to another status."""
        was = self.issues[issue_id]["status"]["name"]
        self.issues[issue_id]["status"] = a_status(to)
        self._change(issue_id, by, "status", (f"s{was}", was), (f"s{to}", to))

    def rename(self, issue_id: str, summary: str, *, by: str) -> None:
        """Change what no event is made of."""
        was, self.issues[issue_id]["summary"] = self.issues[issue_id]["summary"], summary
        self._change(issue_id, by, "summary", (None, was), (None, summary))

    def delete(self, issue_id: str) -> None:
        """Delete an issue for good."""
        del self.issues[issue_id], self.histories[issue_id]

    def _change(self, issue_id: str, by: str, field: str, was: tuple | None, to: tuple | None) -> None:
        (old, old_words), (new, new_words) = was or (None, None), to or (None, None)
        item = {"field": field, "fieldId": field, "fieldtype": "jira", "from": old, "fromString": old_words}
        created = round(datetime.now(UTC).timestamp() * 1_000)
        self.issues[issue_id]["updated"] = now()
        items = [{**item, "to": new, "toString": new_words}]
        self.histories[issue_id].append({"id": str(next(self.ids)), "created": created, "author": user(by), "items": items})

    def respond(self, request: Request) -> Response:
        """One answer."""
        if request.headers.get("Authorization") != basic(TOKEN):
            raise Refused(401, {"errorMessages": ["Client must be authenticated to access this resource."], "errors": {}})
        match request.method, request.path:
            case "GET", "/rest/api/3/myself":
                zone = {} if self.hides_zone else {"timeZone": self.zone}
                return answer({"accountId": "u-ada", "displayName": "Ada Byron", "active": True, **zone})
            case "POST", "/rest/api/3/search/jql":
                return self._search(request.get_json())
            case "POST", "/rest/api/3/search/approximate-count":
                return answer({"count": len(self._found(request.get_json()["jql"]))})
            case "POST", "/rest/api/3/changelog/bulkfetch":
                return self._bulk(request.get_json())
        raise wrong(404, "Not found")

    def _found(self, jql: str) -> list[str]:
        if not (asked := JQL.fullmatch(jql)):
            raise wrong(400, f"Error in the JQL Query: {jql}")
        zone = ZoneInfo(self.zone)
        since = datetime.strptime(asked["since"], "%Y-%m-%d %H:%M").replace(tzinfo=zone, fold=1).astimezone(UTC)
        return [
            issue_id
            for issue_id, fields in sorted(self.issues.items())
            if datetime.fromisoformat(fields["updated"]) >= since and asked["project"] in (None, fields["project"]["key"])
        ]

    def _search(self, body: dict) -> Response:
        wanted = body.get("fields", ["id"])
        found = self._found(body["jql"])
        start = self._start(body)
        end = start + min(self.page, body.get("maxResults", 50))
        issues = [{"id": issue_id, **self._shown(issue_id, wanted)} for issue_id in found[start:end]]
        following = {"nextPageToken": self._token(body, end), "isLast": False} if end < len(found) else {"isLast": True}
        return answer({"issues": issues, **following})

    def _shown(self, issue_id: str, wanted: list[str]) -> dict:
        fields = self.issues[issue_id]
        if wanted == ["id"]:
            return {}
        return {
            "key": f"{fields['project']['key']}-{issue_id}",
            "fields": {name: fields[name] for name in wanted if name in fields},
        }

    def _bulk(self, body: dict) -> Response:
        fields = body.get("fieldIds")
        found = sorted(
            (history["created"], issue_id, int(history["id"]), history)
            for issue_id in body["issueIdsOrKeys"]
            for history in self.histories.get(issue_id, [])
            if fields is None or any(item["fieldId"] in fields for item in history["items"])
        )
        start = self._start(body)
        end = start + min(self.changes, body.get("maxResults", 1_000))
        logs = [{"issueId": issue_id, "changeHistories": [history]} for _, issue_id, _, history in found[start:end]]
        return answer({"issueChangeLogs": logs, "nextPageToken": self._token(body, end) if end < len(found) else None})

    def _token(self, body: dict, end: int) -> str:
        token = f"CkF{next(self.numbers)}"
        self.tokens[token] = ({name: value for name, value in body.items() if name != "nextPageToken"}, end)
        return token

    def _start(self, body: dict) -> int:
        if (token := body.get("nextPageToken")) is None:
            return 0
        asked, start = self.tokens.get(token, ({}, 0))
        if asked != {name: value for name, value in body.items() if name != "nextPageToken"}:
            raise wrong(400, "The provided next page token is invalid or expired.")
        return start


def wrong(status: int, message: str) -> Refused:
    """An error as the description's ErrorCollection."""
    return Refused(status, {"errorMessages": [message], "errors": {}})


def busy(seconds: int) -> Response:
    """Too many requests."""
    return answer({"errorMessages": ["Rate limit exceeded."]}, 429, Retry_After=str(seconds), X_RateLimit_Remaining="0")


def user(name: str | None) -> dict | None:
    """An account, whose e-mail address its privacy settings hide."""
    return {"accountId": f"u-{name}", "displayName": name, "active": True, "avatarUrls": {"16x16": "…"}} if name else None


def account(person: dict | None) -> tuple | None:
    """A person as a changelog names one: by id and in words."""
    return (person["accountId"], person["displayName"]) if person else None


def a_status(name: str) -> dict:
    """A status and what it means."""
    return {"name": name, "statusCategory": {"id": 2, "key": CATEGORIES[name]}}


def now() -> str:
    """This instant as Jira writes it."""
    return f"{datetime.now(UTC).astimezone(ZoneInfo('Europe/Berlin')):%Y-%m-%dT%H:%M:%S.000%z}"
