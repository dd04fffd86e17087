"""Every address by every role and by nobody, with GET and POST, against the table in access_table.py."""

from datetime import timedelta
from functools import partial

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLResolver, get_resolver, reverse

from tests.access_table import EVERYBODY, ROWS, SIGNED, WITHOUT_SIGNING_IN
from tests.access_world import build
from tests.scorecards.conftest import NOW, atlas, launch, metrics  # noqa: F401  (fixtures)

pytestmark = pytest.mark.django_db
LET_IN = {200, 201, 202, 204, 302, 303, 400, 422}
WRITES = ("INSERT", "UPDATE", "DELETE")
THEIR_OWN = ("django_session", "axes_", "RELEASE", "SAVEPOINT")


def addresses(resolver=None, namespace="", before=""):
    """Every named address: its name, its whole route and the names of its arguments."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from addresses(entry, inner, route)
        elif entry.name and not namespace.startswith("admin:"):
            yield namespace + entry.name, route, list(entry.pattern.converters)


ADDRESSES = {name: (route, arguments) for name, route, arguments in addresses()}
APPS = sorted({name.rpartition(":")[0] for name in ADDRESSES})


@pytest.fixture
def world(launch):  # noqa: F811
    cache.clear()
    with time_machine.travel(NOW, tick=False) as traveller:
        found = build(launch)
        traveller.shift(timedelta(hours=2))
        yield found


@pytest.fixture
def roles(company, client_of, world):
    """A client of each role; each asks anew, with the cookies of the first sign-in."""
    people = {
        "member": company.member,
        "head": company.sales,
        "owner": company.owner,
        "coo": company.coo,
        "ceo": company.ceo,
        "administrator": company.administrator,
    }
    cookies = {role: client_of(who).cookies for role, who in people.items()}
    return {"anonymous": Client} | {role: partial(signed_in, jar) for role, jar in cookies.items()}


def signed_in(jar, **options):
    client = Client(**options)
    client.cookies.update(jar)
    return client


def asked(client, method, path):
    """The answer, and what it wrote; the database is left as it was."""
    connection.queries_log.clear()
    body = {"data": {"sent": "1"}} if method == "post" else {}
    if path.startswith("/api/v1/"):
        body |= {"content_type": "application/json"}
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        answer = getattr(client, method)(path, **body)
        transaction.set_rollback(True)
    lines = [query["sql"].rpartition("; ")[2] for query in queries]
    return answer, [sql for sql in lines if sql.startswith(WRITES) and not any(name in sql for name in THEIR_OWN)]


def expected(name, method, role):
    """What the table says: let in, refused, no such method, or first sign in."""
    may = ROWS[name][("get", "post").index(method)]
    if name in SIGNED:
        return {405} if may == "-" else {401}
    if role == "anonymous" and name not in WITHOUT_SIGNING_IN:
        return {401} if name.startswith("api:") and name != "api:reference" else {302}
    if may == "-":
        return {405}
    if name == "api:nothing":
        return {404}
    return LET_IN if may == "*" or role in may.split() else {403}


def path_to(name, world):
    """An address that leads somewhere, but for the one that stands for all others below /api/."""
    path = reverse(name, kwargs=world.arguments(*ADDRESSES[name]))
    return f"{path}nowhere/" if name == "api:nothing" else path


def test_every_address_has_its_row_and_every_row_its_address():
    assert set(ROWS) == set(ADDRESSES)
    named = {role for row in ROWS.values() for may in row if may not in "*-" for role in may.split()}
    assert named <= set(EVERYBODY)


@pytest.mark.parametrize("app", APPS)
def test_each_role_is_let_in_where_the_table_says_and_nowhere_else(app, world, roles, subtests, settings):
    settings.API_RATE = "1000000/min"
    for name in (name for name in ADDRESSES if name.rpartition(":")[0] == app):
        for role, client in roles.items():
            for method in ("get", "post"):
                answer, written = asked(client(), method, path_to(name, world))
                with subtests.test(name, role=role, method=method):
                    assert answer.status_code in expected(name, method, role)
                    if answer.status_code not in LET_IN or role == "anonymous":
                        assert not written
                    if role == "anonymous" and answer.status_code == 302 and name not in WITHOUT_SIGNING_IN:
                        assert answer["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("app", APPS)
def test_nothing_is_posted_without_its_csrf_token(app, world, roles, subtests):
    for name, (_, may) in ROWS.items():
        if name.rpartition(":")[0] == app and may not in ("-", "") and name != "api:nothing":
            role = next(role for role in EVERYBODY if may == "*" or role in may.split())
            answer, written = asked(roles[role](enforce_csrf_checks=True), "post", path_to(name, world))
            with subtests.test(name):
                assert (answer.status_code, written) == (403, [])


def test_an_address_that_only_a_form_sends_to_says_so(world, roles, subtests):
    for name in (name for name, (get, _) in ROWS.items() if get == "-"):
        route, converters = ADDRESSES[name]
        answer = roles["administrator"]().get(reverse(name, kwargs=world.arguments(route, converters)))
        with subtests.test(name):
            assert (answer.status_code, "POST" in answer["Allow"]) == (405, True)
            if route.startswith("api/") or name in SIGNED:
                assert answer["Content-Type"] == "application/problem+json"
            else:
                assert "This address only takes what a form sends" in answer.content.decode()
