"""Whatever a vendor's published description allows as an answer is taken, or refused in a sentence: no answer breaks a pull."""

import itertools
import json
import re
from collections import Counter
from datetime import timedelta

import pytest
from werkzeug import Request, Response
from werkzeug.test import EnvironBuilder

from signals import presets
from signals.connectors import connect
from signals.failures import PullFailed
from signals.mapping.compiled import Compiled, Place, columns_read
from signals.mapping.declared import Mapping
from signals.mapping.refusals import Refused
from signals.models import Source
from signals.sampling import unsaved
from tests.signals.fakes.answering import Fake, answer
from tests.signals.fakes.anything import Anything
from tests.signals.fakes.described import description
from tests.signals.sources import NOW

VENDORS = ("asana", "hubspot", "jira", "posthog", "salesforce")
LONG_AGO = (NOW - timedelta(days=300)).isoformat()
READ_BEFORE = {"mark": LONG_AGO, "read_at": LONG_AGO, "swept": LONG_AGO, "read": True}
SEEDS, PAGES = 8, 20


class AnyService(Fake):
    """A vendor that answers anything that its description allows, and keeps to what SQL and SOQL promise: the columns."""

    def __init__(self, vendor: str, seed: int, names: list[str]):
        super().__init__()
        self.vendor, self.anything, self.columns = vendor, Anything(description(vendor), seed, names), {}

    def respond(self, request: Request) -> Response:
        """Any answer."""
        operation = description(self.vendor).operation(request)
        told = self.anything.answer(str(operation))
        return answer(getattr(self, f"_{self.vendor}", lambda told, request: told)(told, request))

    def _posthog(self, told: dict, request: Request) -> dict:
        columns = request.get_json()["query"]["query"].removeprefix("SELECT ").partition(" FROM ")[0]
        width = len(re.sub(r"\([^()]*(\([^()]*\))?[^()]*\)", "", columns).split(","))
        return {**told, "results": [[self.anything.of({}) for _ in range(width)] for _ in told["results"]]}

    def _salesforce(self, told: dict, request: Request) -> dict:
        if "records" not in told:
            return told
        asked = re.match(r"SELECT (.+?) FROM", request.args.get("q", ""))
        columns = asked[1].split(", ") if asked else self.columns[request.path]
        fields = description("salesforce").shapes["Record"]["properties"]
        rows = [{name: self.anything.of(fields[name]) for name in columns if name in fields} for _ in told["records"]]
        if told["done"]:
            return {"totalSize": told["totalSize"], "done": True, "records": rows}
        following = f"/services/data/v62.0/query/01g{len(self.columns)}-2000"
        self.columns[following] = columns
        return {"totalSize": told["totalSize"], "done": False, "nextRecordsUrl": following, "records": rows}


def names_of(entry) -> list[str]:
    """The keys that the open objects of a vendor's answers may have: what the preset reads."""
    read = {column for stream in entry.streams for column in columns_read(stream) if "." in column}
    return sorted({part for column in read for part in column.split(".")[1:2]})


def mapped(page, compiled: Compiled) -> Counter:
    """How many of a page's records become rows, and how many are rejected with a reason."""
    found = Counter()
    for record in page.records:
        try:
            found["rows"] += record is not None and len(compiled.rows(record, compiled.record_id(record))) >= 0
            compiled.version(record or {})
        except Refused as problem:
            found["rejected"] += bool(problem.message)
    return found


def pulled(connector, stream, state: dict) -> Counter:
    """What comes of reading a stream from a state: pages, or a sentence."""
    found, compiled = Counter(), Compiled(Mapping.model_validate(stream.mapping), Place("UTC", "", False))
    try:
        for page in itertools.islice(connector.pages(stream, state), PAGES):
            found += mapped(page, compiled) + Counter(pages=1, states=len(json.dumps(page.state)) > 0)
    except PullFailed as failure:
        found["sentences"] += failure.what.endswith(".")
    return found


@pytest.mark.parametrize("kind", VENDORS)
def test_any_answer_that_is_described_is_taken_or_refused_in_a_sentence(kind, httpserver):
    address = httpserver.url_for("/project/1" if kind == "posthog" else "/")
    entry = presets.entry_of(kind, "It", settings={"base_url": address}, allow_private=True, allow_http=True)
    source = Source(kind=kind, settings=entry.settings, allow_private=True, allow_http=True)
    source.set_secret("key:secret")
    found = Counter()
    for seed in range(SEEDS):
        httpserver.clear()
        AnyService(kind, seed, names_of(entry)).serve(httpserver)
        with connect(source, sleep=lambda _: None) as connector:
            try:
                found["checks"] += connector.check([unsaved(one) for one in entry.streams]).ok
            except PullFailed as failure:
                found["checks"] += failure.what.endswith(".")
            for one, state in itertools.product(entry.streams, ({}, READ_BEFORE)):
                outcome = pulled(connector, unsaved(one), state)
                assert outcome["pages"] or outcome["sentences"]
                found += outcome
    assert found["checks"] == SEEDS
    assert found["rows"] > 0


@pytest.mark.parametrize(
    ("vendor", "method", "path", "said"),
    [
        ("hubspot", "GET", "/crm/v3/owners", {}),
        ("hubspot", "GET", "/crm/v3/objects/deals", {"query_string": {"limit": "101"}}),
        ("hubspot", "POST", "/crm/v3/objects/deals/search", {"json": {"limit": 201}}),
        ("hubspot", "POST", "/crm/v3/objects/deals/search", {"json": {"sorts": ["a", "b"]}}),
        ("hubspot", "POST", "/crm/v3/objects/deals/batch/read", {"json": {"inputs": [{"id": "1"}] * 51}}),
        ("jira", "GET", "/rest/api/3/search", {"query_string": {"jql": "project = ARC"}}),
        ("jira", "POST", "/rest/api/3/search/jql", {"json": {"jql": "project = ARC", "startAt": 50}}),
        ("jira", "POST", "/rest/api/3/changelog/bulkfetch", {"json": {"issueIdsOrKeys": ["1", "1"]}}),
        ("jira", "POST", "/rest/api/3/changelog/bulkfetch", {"json": {"issueIdsOrKeys": []}}),
        ("asana", "GET", "/tasks", {"query_string": {"project": "1", "limit": "0"}}),
        ("asana", "GET", "/tasks", {"query_string": {"opt_fields": "assignee.email"}}),
        ("asana", "GET", "/tasks", {"query_string": {"modified_since": "2026-03-01"}}),
        ("posthog", "POST", "/api/projects/1/query/", {"json": {"query": {"kind": "HogQLQuery"}}}),
        ("posthog", "POST", "/api/projects/1/query", {"json": {"query": {"kind": "HogQLQuery", "query": "SELECT 1"}}}),
        ("salesforce", "GET", "/services/data/v62.0/query", {"query_string": {"q": "SELECT Id FROM Lead", "batchSize": "1"}}),
        ("salesforce", "POST", "/services/oauth2/token", {"data": {"grant_type": "password"}}),
    ],
)
def test_what_is_not_described_is_refused(vendor, method, path, said):
    request = EnvironBuilder(path=path, method=method, **said).get_request(Request)
    assert description(vendor).wrong_with(request) != []
