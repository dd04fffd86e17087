"""A token that expires in the middle is renewed once, under a lock, and that page is asked for again."""

import json
import threading

import pytest
from django.db import connection
from werkzeug import Request, Response

from signals import locks
from signals.client import Client, OAuth
from signals.entries import SourceEntry
from signals.models import Source, Work
from signals.services import save_source
from tests.signals.sources import counts, deal, rest_source, run, stream

pytestmark = pytest.mark.django_db(transaction=True)


class Guarded:
    """An API whose tokens hold for some requests, and whose token endpoint answers with the next."""

    def __init__(self, server, *, good_for: int = 2, status: int = 200):
        self.good_for, self.status, self.used, self.forms = good_for, status, 0, []
        server.expect_request("/token", method="POST").respond_with_handler(self.token)
        server.expect_request("/deals").respond_with_handler(self.deals)

    def token(self, request: Request) -> Response:
        self.forms.append(request.form.to_dict())
        self.used = 0
        body = {"access_token": f"token-{len(self.forms)}", "refresh_token": f"next-{len(self.forms)}", "token_type": "bearer"}
        return Response(json.dumps(body), status=self.status, content_type="application/json")

    def deals(self, request: Request) -> Response:
        page = int(request.args["page"])
        if request.headers.get("Authorization") != f"Bearer token-{len(self.forms)}" or self.used == self.good_for:
            return Response("expired", status=401)
        self.used += 1
        return Response(json.dumps([deal(page)] if page <= 3 else []), content_type="application/json")


def a_source(httpserver, secret: str) -> Source:
    source = rest_source(httpserver.url_for("/"), stream(path="deals", pagination={"style": "page"}), secret=secret)
    source.settings |= {"auth": "oauth", "token_url": "/token"}
    source.save()
    return source


def test_a_token_that_expires_in_mid_pull_is_renewed_and_that_page_asked_for_again(httpserver):
    api = Guarded(httpserver)
    assert counts(run(a_source(httpserver, "console:s3cret"))) == (3, 3, 0, 0, 0)
    assert api.forms == [{"grant_type": "client_credentials", "client_id": "console", "client_secret": "s3cret"}] * 2
    assert [request.args["page"] for request, _ in httpserver.log if request.path == "/deals"] == ["1", "2", "3", "3", "4"]


def test_a_refresh_token_that_changes_is_kept(httpserver):
    api = Guarded(httpserver)
    source = a_source(httpserver, "console:s3cret:first:with:colons")
    run(source)
    assert [form["refresh_token"] for form in api.forms] == ["first:with:colons", "next-1"]
    source.refresh_from_db()
    assert "token-2" not in source.sealed_token
    run(source)
    assert api.forms[2]["refresh_token"] == "next-2"


def test_a_second_401_marks_the_source_reconnect(httpserver):
    api = Guarded(httpserver, good_for=0)
    source = a_source(httpserver, "console:s3cret")
    pull = run(source)
    source.refresh_from_db()
    assert (pull.state, source.state, len(api.forms)) == ("failed", "reconnect", 2)
    assert not Work.objects.exists()


def test_a_refused_credential_marks_the_source_reconnect(httpserver):
    Guarded(httpserver, status=400)
    source = a_source(httpserver, "console:s3cret")
    pull = run(source)
    source.refresh_from_db()
    assert source.state == "reconnect"
    assert "gives no new token for this credential" in pull.error
    assert "s3cret" not in pull.error


def test_a_new_credential_takes_the_old_token_away(httpserver):
    Guarded(httpserver)
    source = a_source(httpserver, "console:s3cret")
    run(source)
    source.refresh_from_db()
    streams = [{"name": told.name, **told.settings, **told.mapping} for told in source.streams.all()]
    entry = {"name": "CRM", "kind": "rest", "settings": source.settings, "streams": streams}
    assert source.sealed_token
    assert save_source(entry=SourceEntry.model_validate(entry), secret="another:s3cret").sealed_token == ""


def test_workers_that_are_refused_at_once_ask_once(httpserver):
    api = Guarded(httpserver, good_for=100)
    source = a_source(httpserver, "console:s3cret")
    make = lambda url, **how: Client(url, allow_private=True, allow_http=True, **how)  # noqa: E731
    holders = [OAuth(source, make, token_url=httpserver.url_for("/token")) for _ in range(4)]
    threads = [threading.Thread(target=holder.renew) for holder in holders]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [locks.TOKENS, source.pk])
        for thread in threads:
            thread.start()
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [locks.TOKENS, source.pk])
    for thread in threads:
        thread.join()
    assert len(api.forms) == 1
    assert {holder.headers()["Authorization"] for holder in holders} == {"Bearer token-1"}


def test_a_token_that_no_header_can_carry_is_no_token(httpserver):
    httpserver.expect_request("/token", method="POST").respond_with_json({"access_token": "tökén"})
    pull = run(a_source(httpserver, "console:s3cret"))
    assert "answered without an access token" in pull.error
