"""An administrator gives an address and a credential in a sources file: applied, pulled, and the metrics have readings."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
import yaml
from django.core.management import call_command

from signals.models import Reading
from tests.signals.fakes import asana, hubspot, jira, posthog, salesforce
from tests.signals.sources import NOW

pytestmark = pytest.mark.django_db


def some_asana() -> asana.FakeAsana:
    fake = asana.FakeAsana()
    task = fake.task(fake.project("Launch"), "Brief")
    fake.assign(task, "Ada", by="Tom")
    fake.complete(task, by="Ada")
    return fake


def some_jira() -> jira.FakeJira:
    fake = jira.FakeJira(zone="Asia/Tokyo")
    issue = fake.issue("Scope")
    fake.assign(issue, "Ada", by="Tom")
    fake.move(issue, "Done", by="Ada")
    fake.issues[issue]["resolutiondate"] = jira.now()
    return fake


def some_posthog() -> posthog.FakePosthog:
    fake = posthog.FakePosthog(zone="Europe/Berlin")
    ada = fake.person(1, email="ada@acme.example", name="Ada")
    for _ in range(3):
        fake.capture("used", ada)
    return fake


def some_hubspot() -> hubspot.FakeHubSpot:
    fake = hubspot.FakeHubSpot()
    at = (NOW - timedelta(days=3)).isoformat()
    fake.put("deals", 1, at, dealname="Acme", dealstage="closedwon", closedate=at)
    return fake


def some_salesforce() -> salesforce.FakeSalesforce:
    fake = salesforce.FakeSalesforce()
    at = NOW - timedelta(days=3)
    won = {"IsClosed": True, "IsWon": True, "CloseDate": at.date().isoformat()}
    fake.put("Opportunity", "0061", at.isoformat(), Name="Acme", StageName="Closed Won", **won)
    fake.stage("0061", at.isoformat(), "Closed Won")
    return fake


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
    ("fake", "address", "credential", "told", "reading"),
    [
        (some_asana, "", asana.TOKEN, "3 read, 3 new", ("tasks_completed", 1)),
        (some_jira, "", jira.TOKEN, "3 read, 3 new", ("issues_resolved", 1)),
        (some_hubspot, "", hubspot.TOKEN, "2 read, 2 new", ("win_rate", 1)),
        (some_salesforce, "", f"{salesforce.KEY}:{salesforce.SECRET}", "2 read, 2 new", ("win_rate", 1)),
        (some_posthog, f"/project/{posthog.PROJECT}", posthog.KEY, "5 read, 5 new", ("posthog_events", 3)),
    ],
)
def test_an_address_and_a_credential_bring_its_records_and_readings(
    connected, httpserver, fake, address, credential, told, reading
):
    kind = fake.__name__.removeprefix("some_")
    with time_machine.travel(NOW - timedelta(days=3), tick=False) as clock:
        fake().serve(httpserver)
        clock.move_to(NOW)
        said = connected(kind, address, credential)
    assert f"It: {told}, 0 changed, 0 unchanged, 0 rejected, 0 deleted." in said
    found = Reading.objects.filter(definition__metric__key=reading[0]).first()
    assert (found.value, found.why_unknown) == (reading[1], "")
