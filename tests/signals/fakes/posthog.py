"""PostHog's query endpoint as its documentation describes it: a personal key, HogQLQuery, 100 rows unless said, a cache, 429.

Its SQL is run by SQLite, which is taught the few functions that are asked for; instants come back in the project's zone.
"""

import json
import re
import sqlite3
from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from werkzeug import Request, Response

from tests.signals.fakes.answering import Fake, Refused, answer

KEY = "phx_0123456789"
PROJECT = "12345"
MOST = 50_000
AT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}")


class FakePosthog(Fake):
    """One project in a zone of its own."""

    vendor = "posthog"

    def __init__(self, *, zone: str = "UTC"):
        super().__init__()
        self.zone = ZoneInfo(zone)
        self.events: list[dict] = []
        self.persons: dict[str, dict] = {}
        self.cached: dict[str, Response] = {}

    def person(self, number: int, *, identified: bool = True, **properties) -> str:
        """A new person; its id."""
        person_id = str(UUID(int=number))
        self.persons[person_id] = {"created_at": datetime.now(UTC), "is_identified": identified, "properties": properties}
        return person_id

    def capture(self, event: str, person: str, *, at: datetime | None = None, **properties) -> str:
        """An event that comes in now, and happened now unless its client's clock says otherwise; its uuid."""
        uuid = str(UUID(int=len(self.events) + 1_000))
        now = datetime.now(UTC)
        self.events.append(
            {
                "uuid": uuid,
                "event": event,
                "person_id": person,
                "properties": properties,
                "timestamp": at or now,
                "created_at": now,
            }
        )
        return uuid

    def queries(self) -> list[str]:
        """The SQL asked for, in order."""
        return [json.loads(request.get_data())["query"]["query"] for request in self.asked]

    def respond(self, request: Request) -> Response:
        """One answer."""
        if request.headers.get("Authorization") != f"Bearer {KEY}":
            raise wrong(401, "authentication_error", "authentication_failed", "Personal API key found in request is invalid.")
        if (request.method, request.path) != ("POST", f"/api/projects/{PROJECT}/query/"):
            raise wrong(404, "invalid_request", "not_found", "Project not found.")
        body = request.get_json()
        sql = body["query"]["query"]
        if body.get("refresh", "blocking") != "force_blocking" and sql in self.cached:
            return self.cached[sql]
        self.cached[sql] = answer(self._run(sql))
        return self.cached[sql]

    def _run(self, sql: str) -> dict:
        limit = re.search(r"LIMIT (\d+)$", sql)
        most = min(int(limit[1]) if limit else 100, MOST)
        plain = re.sub(r"LIMIT \d+$", "", sql).replace("\\'", "''")
        plain = re.sub(r"person\.properties\.([$\w]+)", r"""json_extract(person_properties, '$."\1"')""", plain)
        plain = re.sub(r"(?<![\w.])properties\.([$\w]+)", r"""json_extract(properties, '$."\1"')""", plain)
        with self._database() as database:
            try:
                found = database.execute(f"{plain} LIMIT {most + 1}").fetchall()
            except sqlite3.Error as problem:
                raise wrong(400, "validation_error", "invalid_input", f"Unable to resolve: {problem}") from None
        rows = [[self._shown(value) for value in row] for row in found]
        return {
            "results": rows[:most],
            "columns": [],
            "types": [],
            "hasMore": len(rows) > most,
            "limit": most,
            "is_cached": False,
        }

    def _shown(self, value: object) -> object:
        if not isinstance(value, str) or not AT.fullmatch(value):
            return value
        return datetime.fromisoformat(value).replace(tzinfo=UTC).astimezone(self.zone).isoformat(timespec="microseconds")

    def _database(self) -> sqlite3.Connection:
        database = sqlite3.connect(":memory:")
        database.create_function("toDateTime", 2, lambda text, zone: text if zone == "UTC" else None)
        database.create_function("toString", 1, lambda value: value)
        database.create_function("toTimeZone", 2, lambda at, zone: at if zone == "UTC" else None)
        database.create_function("toDate", 1, lambda at: at[:10])
        database.execute(
            "CREATE TABLE events (uuid, event, timestamp, created_at, distinct_id, person_id, properties, person_properties)"
        )
        database.execute("CREATE TABLE persons (id, created_at, is_identified, properties)")
        for event in self.events:
            person = self.persons.get(event["person_id"], {"properties": {}})
            database.execute(
                "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    *[event["uuid"], event["event"], stored(event["timestamp"]), stored(event["created_at"])],
                    *["d-" + event["person_id"], event["person_id"]],
                    *[json.dumps(event["properties"]), json.dumps(person["properties"])],
                ],
            )
        for person_id, told in self.persons.items():
            values = [person_id, stored(told["created_at"]), told["is_identified"], json.dumps(told["properties"])]
            database.execute("INSERT INTO persons VALUES (?, ?, ?, ?)", values)
        return database


def stored(at: datetime) -> str:
    """An instant as the table keeps it."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}"


def wrong(status: int, kind: str, code: str, detail: str) -> Refused:
    """An error as PostHog writes it."""
    return Refused(status, {"type": kind, "code": code, "detail": detail, "attr": None})


def busy(seconds: int) -> Response:
    """Too many queries."""
    detail = f"Request was throttled. Expected available in {seconds} seconds."
    return answer({"type": "throttled_error", "code": "throttled", "detail": detail}, 429, Retry_After=str(seconds))
