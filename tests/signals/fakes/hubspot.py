"""HubSpot as github.com/HubSpot/HubSpot-public-api-spec-collection describes it, and as strict.

Bearer token, searches of at most 10,000 rows with one sort, lists by cursor, property history by batches of 50, archived and
merged records, 429 with a policy name.
"""

import base64
from datetime import datetime
from itertools import count

from werkzeug import Request, Response

from tests.signals.fakes.answering import Fake, Refused, answer

TOKEN = "pat-na1-0123456789abcdef"
CLIENT, SECRET, REFRESH = "c0ffee", "5ecre7", "na1-refresh"
WINDOW = 10_000
MODIFIED = {"contacts": "lastmodifieddate", "companies": "hs_lastmodifieddate", "deals": "hs_lastmodifieddate"}
PRIMARY = "deal_to_company"
BATCH = {"status": "COMPLETE", "startedAt": "2026-03-01T00:00:00Z", "completedAt": "2026-03-01T00:00:01Z"}


class FakeHubSpot(Fake):
    """One account with its contacts, companies, deals, campaigns and owners."""

    vendor = "hubspot"

    def __init__(self, *, daily: int = 250_000) -> None:
        super().__init__()
        self.token, self.daily, self.left = TOKEN, daily, daily
        self.refreshed = count(1)
        self.objects: dict[str, dict[str, dict]] = {"contacts": {}, "companies": {}, "deals": {}}
        self.companies_of: dict[str, str] = {}
        self.campaigns: list[dict] = []
        self.owners = [
            {"id": "71", "email": "ada@example.com", "userId": 9071, "type": "PERSON", "archived": False},
            {"id": "72", "firstName": "Ben", "lastName": "Ito", "userId": 9072, "type": "PERSON", "archived": True},
        ]
        self.forbidden: set[str] = set()

    def put(self, kind: str, number: int, at: str, *, by: int | None = None, **properties: str | None) -> dict:
        """Make or change a record at an instant, as it would be done in HubSpot: with its history."""
        one = self.objects[kind].setdefault(
            str(number), {"id": str(number), "properties": {}, "createdAt": at, "archived": False, "history": {}}
        )
        one["updatedAt"] = at
        for name, value in {**properties, MODIFIED[kind]: at}.items():
            if one["properties"].get(name) != value:
                change = {"value": value or "", "timestamp": at, "sourceType": "CRM_UI"}
                one["history"].setdefault(name, []).insert(0, change | ({"updatedByUserId": by} if by else {}))
            one["properties"][name] = value
        return one

    def archive(self, kind: str, number: int, at: str) -> None:
        """Delete a record: it can be restored for ninety days."""
        self.objects[kind][str(number)] |= {"archived": True, "archivedAt": at}

    def purge(self, kind: str, number: int) -> None:
        """Delete a record for good: no list holds it any more."""
        del self.objects[kind][str(number)]

    def merge(self, kind: str, primary: int, other: int, number: int, at: str) -> dict:
        """Merge two records into a new one; the two are gone."""
        kept = self.objects[kind][str(primary)]["properties"]
        self.purge(kind, primary)
        self.purge(kind, other)
        return self.put(kind, number, at, **{**kept, "hs_merged_object_ids": f"{primary};{other}"})

    def respond(self, request: Request) -> Response:
        """One answer."""
        if request.path == "/oauth/v1/token":
            return self._token(request)
        if request.headers.get("Authorization") != f"Bearer {self.token}":
            raise refused(401, "EXPIRED_AUTHENTICATION", "The OAuth token used to make this call expired.")
        if request.path in self.forbidden:
            raise refused(403, "MISSING_SCOPES", "This app hasn't been granted all required scopes: crm.objects.owners.read.")
        self.left -= 1
        found = self._found(request)
        if request.path.endswith("/search"):
            return answer(found)
        limits = {"X_HubSpot_RateLimit_Daily": str(self.daily), "X_HubSpot_RateLimit_Daily_Remaining": str(self.left)}
        return answer(found, **limits)

    def _token(self, request: Request) -> Response:
        form = request.form.to_dict()
        if (form.get("client_id"), form.get("client_secret"), form.get("refresh_token")) != (CLIENT, SECRET, REFRESH):
            raise refused(400, "BAD_REFRESH_TOKEN", "missing or invalid refresh token")
        self.token = f"CJ{next(self.refreshed)}"
        told = {"access_token": self.token, "refresh_token": REFRESH, "expires_in": 1800, "token_type": "bearer"}
        return answer(told)

    def _found(self, request: Request) -> dict:
        parts = request.path.strip("/").split("/")
        match [request.method, *parts]:
            case ["GET", "account-info", "v3", "details"]:
                return {"portalId": 4711, "companyCurrency": "EUR", "timeZone": "Europe/Berlin"}
            case ["GET", "crm", "v3", "owners"]:
                archived = request.args.get("archived") == "true"
                return paged([one for one in self.owners if one["archived"] == archived], request)
            case ["GET", "marketing", "v3", "campaigns"]:
                chosen = [shown(one, request.args.get("properties", "").split(",")) for one in self.campaigns]
                return {"total": len(chosen), **paged(chosen, request)}
            case ["GET", "crm", "v3", "objects", kind]:
                return self._listed(request, kind)
            case ["POST", "crm", "v3", "objects", kind, "search"]:
                return self._searched(kind, request.get_json())
            case ["POST", "crm", "v3", "objects", kind, "batch", "read"]:
                return self._read(kind, request.get_json())
            case ["POST", "crm", "v3", "associations", "deals", "companies", "batch", "read"]:
                return self._associated(request.get_json())
        raise refused(404, "OBJECT_NOT_FOUND", f"No {request.method} {request.path}.")

    def _listed(self, request: Request, kind: str) -> dict:
        archived = request.args.get("archived", "false") == "true"
        chosen = [one for one in self.objects[kind].values() if one["archived"] == archived]
        return paged([shown(one, request.args.get("properties", "").split(",")) for one in chosen], request)

    def _searched(self, kind: str, body: dict) -> dict:
        sorts, limit, after = body.get("sorts", []), body.get("limit", 10), int(body.get("after", "0"))
        if after + limit > WINDOW:
            raise refused(400, "VALIDATION_ERROR", "Searches are limited to 10,000 results.")
        groups = [group["filters"] for group in body.get("filterGroups", [])]
        rows = [one for one in self.objects[kind].values() if not one["archived"]]
        rows = [one for one in rows if not groups or any(all(passes(one, test) for test in group) for group in groups)]
        if sorts:
            rows.sort(key=lambda one: number_of(one, sorts[0]))
        page = [shown(one, body.get("properties", [])) for one in rows[after : after + limit]]
        following = {"paging": {"next": {"after": str(after + limit)}}} if after + limit < len(rows) else {}
        return {"total": len(rows), "results": page, **following}

    def _read(self, kind: str, body: dict) -> dict:
        found = [one for wanted in body["inputs"] if (one := self.objects[kind].get(wanted["id"]))]
        rows = [
            {
                **shown(one, body["properties"]),
                "propertiesWithHistory": {name: one["history"].get(name, [])[:20] for name in body["propertiesWithHistory"]},
            }
            for one in found
        ]
        return {**BATCH, "results": rows}

    def _associated(self, body: dict) -> dict:
        found = [(one["id"], self.companies_of[one["id"]]) for one in body["inputs"] if one["id"] in self.companies_of]
        rows = [
            {
                "from": {"id": deal},
                "to": [{"id": "1", "type": "deal_to_company_unlabeled"}, {"id": to, "type": "deal_to_company"}],
            }
            for deal, to in found
        ]
        return {**BATCH, "results": rows}


def refused(status: int, category: str, message: str, **more: str) -> Refused:
    """An error as the descriptions shape it."""
    body = {"category": category, "correlationId": "aeb5f871-7f07-4993-9211-075dc63e7cbf", "message": message, **more}
    return Refused(status, body)


def spent() -> Response:
    """429 because the daily limit is spent."""
    body = {
        "category": "RATE_LIMITS",
        "correlationId": "x",
        "message": "You have reached your daily limit.",
        "policyName": "DAILY",
    }
    return answer({"status": "error", "errorType": "RATE_LIMIT", **body}, 429)


def hurried(seconds: int) -> Response:
    """429 because of too many searches in a second."""
    body = {"message": "You have reached your secondly limit.", "errorType": "RATE_LIMIT", "policyName": "SECONDLY"}
    return answer(body, 429, Retry_After=str(seconds))


def paged(rows: list[dict], request: Request) -> dict:
    """Some of the rows, and an opaque cursor to the next ones."""
    start = int(base64.b64decode(request.args["after"])) if "after" in request.args else 0
    end = start + int(request.args.get("limit", "10"))
    following = {"paging": {"next": {"after": base64.b64encode(str(end).encode()).decode()}}} if end < len(rows) else {}
    return {"results": rows[start:end], **following}


def shown(one: dict, properties: list[str]) -> dict:
    """A record as it is answered: with the properties asked for, those it lacks as null."""
    kept = {name: one["properties"].get(name) for name in properties if name}
    return {name: value for name, value in one.items() if name != "history"} | {"properties": kept}


def number_of(one: dict, name: str) -> float:
    """A property as a number: the id, or an instant in milliseconds."""
    if name == "hs_object_id":
        return int(one["id"])
    return datetime.fromisoformat(one["properties"][name]).timestamp() * 1000


def passes(one: dict, test: dict) -> bool:
    """Whether a record passes a filter."""
    have, want = number_of(one, test["propertyName"]), float(test["value"])
    return {"GT": have > want, "GTE": have >= want, "LT": have < want, "LTE": have <= want, "EQ": have == want}[
        test["operator"]
    ]
