"""An administrator gives an address and a credential in a sources file: applied, pulled, and the metrics have readings."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
import yaml
from django.core.management import call_command

from signals.models import Reading
from tests.signals.some import ADDRESSES, CREDENTIALS, FAKES
from tests.signals.sources import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def connected(httpserver, tmp_path, monkeypatch):
    """A factory: a sources file with one source of a kind, applied and pulled from the command line; what pulling said."""

    def connect(kind: str, address: str, credential: str) -> str:
        source = {"name": "It", "kind": kind, "secret": "env:CREDENTIAL", "settings": {"base_url": httpserver.url_for(address)}}
        path = tmp_path / "sources.yaml"
        path.write_text(yaml.safe_dump({"version": 1, "sources": [{**source, "allow_private": True, "allow_http": True}]}))
        monkeypatch.setenv("CREDENTIAL", credential)
        call_command("sources", "apply", str(path), stdout=StringIO())
        told = StringIO()
        call_command("pull", "It", stdout=told, stderr=StringIO())
        return told.getvalue()

    return connect


@pytest.mark.parametrize(
    ("kind", "told", "reading"),
    [
        ("asana", "3 read, 3 new", ("tasks_completed", 1)),
        ("jira", "3 read, 3 new", ("issues_resolved", 1)),
        ("hubspot", "2 read, 2 new", ("win_rate", 1)),
        ("salesforce", "2 read, 2 new", ("win_rate", 1)),
        ("posthog", "5 read, 5 new", ("posthog_events", 3)),
    ],
)
def test_an_address_and_a_credential_bring_its_records_and_readings(connected, httpserver, kind, told, reading):
    with time_machine.travel(NOW - timedelta(days=3), tick=False) as clock:
        FAKES[kind]().serve(httpserver)
        clock.move_to(NOW)
        said = connected(kind, ADDRESSES.get(kind, ""), CREDENTIALS[kind])
    assert f"It: {told}, 0 changed, 0 unchanged, 0 rejected, 0 deleted." in said
    found = Reading.objects.filter(definition__metric__key=reading[0]).first()
    assert (found.value, found.why_unknown) == (reading[1], "")
