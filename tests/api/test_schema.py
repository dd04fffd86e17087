"""The OpenAPI schema and the page that explains it."""

import io
import re

import pytest
from django.core.management import call_command
from django.urls import get_resolver

from revenue_arc.api.problems import CONTENT_TYPE

pytestmark = pytest.mark.django_db
METHODS = {"get", "post", "put", "patch", "delete"}


@pytest.fixture
def schema(company, program):
    return program(company.member).get("/api/schema/").json()


def operations(schema):
    return [(path, method, item[method]) for path, item in schema["paths"].items() for method in METHODS & item.keys()]


def test_the_schema_is_valid_openapi_3_1_without_a_warning():
    written = io.StringIO()
    call_command("spectacular", validate=True, fail_on_warn=True, api_version=None, stdout=written)
    assert written.getvalue().startswith("openapi: 3.1.0")


def test_every_address_under_v1_is_in_the_schema(schema):
    served = set()
    for app in ("people", "initiatives", "signals", "audits", "scorecards"):
        for pattern in get_resolver(f"{app}.api.urls").url_patterns:
            served.add("/api/v1/" + re.sub(r"<\w+:(\w+)>", r"{\1}", str(pattern.pattern)).replace("{pk}", "{id}"))
    assert served == set(schema["paths"])


def test_every_operation_is_described_and_declares_its_problems(schema):
    for path, method, operation in operations(schema):
        assert operation["description"], (path, method)
        assert {"401", "406", "429"} <= operation["responses"].keys(), (path, method)
        for status, answer in operation["responses"].items():
            assert (CONTENT_TYPE in answer["content"]) == (int(status) >= 400), (path, method, status)
        for parameter in operation.get("parameters", []):
            assert parameter["in"] == "path" or parameter["description"], (path, parameter["name"])


def test_the_page_shows_every_operation_with_its_example(company, schema, client_of):
    page = client_of(company.member).get("/api/").content.decode()
    for path, method, operation in operations(schema):
        assert f"<code>{method.upper()} {path}</code>" in page
        assert f'id="{operation["operationId"]}"' in page
    assert "-d &#x27;{&quot;deliverable&quot;: 1, &quot;receiver&quot;" in page
    assert "$ARC/api/v1/handoffs/1/accept/" in page
    assert re.search("one of (?:open, accepted|accepted, open), rejected, (?:withdrawn, split|split, withdrawn)", page)
    assert not re.search(r"<[^>]* (?:style|on\w+)=", page)


def test_the_page_needs_somebody_signed_in(client):
    assert client.get("/api/").headers["Location"] == "/sign-in/?next=/api/"
