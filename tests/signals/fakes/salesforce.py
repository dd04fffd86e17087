"""Salesforce as the REST API guide and object reference tell: OAuth, SOQL in parts, the recycle bin, the usage header."""

import re
from datetime import datetime
from itertools import count

from werkzeug import Request, Response

from tests.signals.fakes.answering import Fake, Refused, answer

KEY, SECRET = "3MVG9consumerkey", "0123456789ABCDEF"
SYSTEM = {"Id", "IsDeleted", "CreatedDate", "CreatedById", "LastModifiedDate", "SystemModstamp"}
CHANGE = {"Id", "IsDeleted", "CreatedDate", "CreatedById", "Field", "OldValue", "NewValue"}
FIELDS = {
    "Account": SYSTEM | {"MasterRecordId", "Name", "Type", "Website", "Industry", "OwnerId"},
    "Contact": SYSTEM | {"MasterRecordId", "AccountId", "Name", "Email", "Title", "OwnerId"},
    "Lead": SYSTEM
    | {"MasterRecordId", "Name", "Company", "Email", "Website", "Status", "OwnerId", "LeadSource", "IsConverted"}
    | {"ConvertedDate", "ConvertedAccountId", "ConvertedOpportunityId"},
    "Opportunity": SYSTEM
    | {"AccountId", "Name", "StageName", "Amount", "CloseDate", "OwnerId", "IsClosed", "IsWon", "Type", "LeadSource"},
    "OpportunityHistory": {"Id", "IsDeleted", "CreatedDate", "CreatedById", "OpportunityId", "StageName", "Amount"},
    "OpportunityFieldHistory": CHANGE | {"OpportunityId"},
    "LeadHistory": CHANGE | {"LeadId"},
    "AccountHistory": CHANGE | {"AccountId"},
    "User": {"Id", "Name", "Email", "IsActive"},
    "Group": {"Id", "Name", "Type"},
    "Organization": {"Id", "Name"},
}
SOQL = re.compile(
    r"SELECT (?P<fields>.+?) FROM (?P<of>\w+)(?: WHERE (?P<tests>.+?))?(?: ORDER BY (?P<order>[\w, ]+?))?(?: LIMIT 1)?"
)
BEYOND = re.compile(r"\((\w+) > (\S+) OR \(\1 = \2 AND Id > '(\w+)'\)\)")
IN = re.compile(r"(\w+) IN \((.*?)\)")
COMPARED = re.compile(r"(\w+) (<=|>=|=) ('[^']*'|[\w:.\-]+)")


class FakeSalesforce(Fake):
    """One organisation; `part` rows to an answer, `requests` in 24 hours."""

    vendor = "salesforce"

    def __init__(self, *, part: int = 2_000, requests: int = 15_000) -> None:
        super().__init__()
        self.part, self.requests, self.used = part, requests, 0
        self.tokens, self.expired, self.fields = count(1), set[str](), {of: set(names) for of, names in FIELDS.items()}
        self.token = ""
        self.rows: dict[str, dict[str, dict]] = {of: {} for of in FIELDS}
        self.locators: dict[str, tuple[list[dict], int]] = {}
        self.rows["Organization"]["00D1"] = {"Id": "00D1", "Name": "Acme GmbH"}
        for number, name in (("1", "Ada Byron"), ("2", "Ben Ito")):
            email = f"{name.split()[0].lower()}@example.com"
            self.rows["User"][f"005{number}"] = {"Id": f"005{number}", "Name": name, "Email": email, "IsActive": True}
        self.rows["Group"]["00G1"] = {"Id": "00G1", "Name": "Inbound", "Type": "Queue"}
        self.numbers = count(1)

    def put(self, of: str, number: str, at: str, **said: object) -> dict:
        """Make or change a record at an instant."""
        row = self.rows[of].setdefault(
            number, {"Id": number, "IsDeleted": False, "CreatedDate": stamp(at), "CreatedById": "0051"}
        )
        stamped = {"SystemModstamp": stamp(at), "LastModifiedDate": stamp(at)}
        return row | row.__ior__({**({} if of.endswith("History") else stamped), **said})

    def change(self, history: str, parent: str, at: str, field: str, old: object, new: object, *, by: str = "0051") -> None:
        """A row of a field history; of an owner's change two, one by name and one by id."""
        named = [(old, new)]
        if field == "Owner":
            named.append(tuple(self.rows["User"].get(str(one), {}).get("Name", one) for one in (old, new)))
        key = history.removesuffix("History").removesuffix("Field") + "Id"
        for before, after in named:
            told = {key: parent, "Field": field, "OldValue": before, "NewValue": after, "CreatedById": by}
            self.put(history, f"017{next(self.numbers):04}", at, **told)

    def stage(self, opportunity: str, at: str, stage: str, **said: object) -> None:
        """A row of OpportunityHistory: how the opportunity stood after a change of anything."""
        self.put("OpportunityHistory", f"008{next(self.numbers):04}", at, OpportunityId=opportunity, StageName=stage, **said)

    def merge(self, of: str, loser: str, winner: str, at: str) -> None:
        """Merge one record into another: it goes to the recycle bin and names its master."""
        self.put(of, loser, at, IsDeleted=True, MasterRecordId=winner)

    def respond(self, request: Request) -> Response:
        """One answer."""
        if request.path == "/services/oauth2/token":
            return self._token(request)
        if not self.token or request.headers.get("Authorization") != f"Bearer {self.token}":
            raise refused(401, "INVALID_SESSION_ID", "Session expired or invalid")
        if self.used >= self.requests:
            raise refused(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.")
        self.used += 1
        usage = f"api-usage={self.used}/{self.requests}; per-app-api-usage=1/250(appName=console)"
        return answer(self._found(request), Sforce_Limit_Info=usage)

    def _token(self, request: Request) -> Response:
        form = request.form.to_dict()
        if (form.get("client_id"), form.get("client_secret")) != (KEY, SECRET):
            raise Refused(400, {"error": "invalid_client", "error_description": "invalid client credentials"})
        self.token = f"00D1!{next(self.tokens)}"
        return answer({"access_token": self.token, "instance_url": request.host_url, "token_type": "Bearer", "issued_at": "0"})

    def _found(self, request: Request) -> dict:
        found = re.fullmatch(r"/services/data/v62\.0/(query|queryAll)(?:/([\w-]+))?", request.path)
        if found[2]:
            if found[2] in self.expired or found[2] not in self.locators:
                raise refused(400, "INVALID_QUERY_LOCATOR", "invalid query locator")
            return self._part(*self.locators[found[2]])
        return self._queried(request.args["q"], with_deleted=found[1] == "queryAll")

    def _queried(self, soql: str, *, with_deleted: bool) -> dict:
        query = SOQL.fullmatch(soql)
        if query is None:
            raise refused(400, "MALFORMED_QUERY", f"unexpected token: {soql}")
        of = query["of"]
        if of not in self.fields:
            raise refused(400, "INVALID_TYPE", f"sObject type '{of}' is not supported.")
        rows = [
            row for row in self.rows[of].values() if (with_deleted or not row.get("IsDeleted")) and self._passes(row, query)
        ]
        if query["fields"] == "COUNT()":
            return {"totalSize": len(rows), "done": True, "records": []}
        asked = query["fields"].split(", ")
        for name in asked:
            if name not in self.fields[of]:
                raise refused(400, "INVALID_FIELD", f"No such column '{name}' on entity '{of}'.")
        for name in reversed((query["order"] or "Id").split(", ")):
            rows.sort(key=lambda row, name=name: comparable(row.get(name)))
        return self._part([{"attributes": {"type": of}, **{name: row.get(name) for name in asked}} for row in rows], 0)

    def _passes(self, row: dict, query: re.Match) -> bool:
        tests = query["tests"] or ""
        for name, after, number in BEYOND.findall(tests):
            if not (comparable(row[name]), row["Id"]) > (comparable(after), number):
                return False
        tests = BEYOND.sub("", tests)
        for name, listed in IN.findall(tests):
            if row.get(name) not in re.findall(r"'([^']*)'", listed):
                return False
        for name, sign, text in COMPARED.findall(IN.sub("", tests)):
            have, want = comparable(row.get(name)), comparable(text.strip("'"))
            if not {"<=": have <= want, ">=": have >= want, "=": have == want}[sign]:
                return False
        return True

    def _part(self, rows: list[dict], start: int) -> dict:
        end = start + self.part
        if end >= len(rows):
            return {"totalSize": len(rows), "done": True, "records": rows[start:]}
        locator = f"01g{next(self.numbers)}-{end}"
        self.locators[locator] = (rows, end)
        more = {"nextRecordsUrl": f"/services/data/v62.0/query/{locator}"}
        return {"totalSize": len(rows), "done": False, **more, "records": rows[start:end]}


def refused(status: int, code: str, message: str) -> Refused:
    """An error as Salesforce shapes it."""
    return Refused(status, [{"message": message, "errorCode": code}])


def stamp(at: str) -> str:
    """An instant as Salesforce writes it."""
    return datetime.fromisoformat(at).strftime("%Y-%m-%dT%H:%M:%S.000+0000")


def comparable(found: object) -> str | float:
    """A value that compares as Salesforce would: instants by time."""
    try:
        return datetime.fromisoformat(str(found)).timestamp() if re.match(r"\d{4}-\d\d-\d\dT", str(found)) else str(found)
    except ValueError:
        return str(found)
