"""A sources file that says no more than kind, address and credential brings the sample company in, whatever the vendor."""

from dataclasses import dataclass, replace
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
import yaml
from django.core.management import call_command

from signals.models import Party, PartyLink, Pull, Reject, Signal, Source, Work, WorkEvent
from tests.signals import filled
from tests.signals.fakes import asana, hubspot, jira, posthog, salesforce
from tests.signals.offering import a_log, a_tap, push_all, warehouse
from tests.signals.pushing import SECRET
from tests.signals.sample import Sample, sample
from tests.signals.sources import NOW, counts, run

pytestmark = pytest.mark.django_db
VENDORS = ("hubspot", "salesforce", "jira", "asana", "posthog")
CREDENTIALS = {
    "hubspot": hubspot.TOKEN,
    "salesforce": f"{salesforce.KEY}:{salesforce.SECRET}",
    "jira": jira.TOKEN,
    "asana": asana.TOKEN,
    "posthog": posthog.KEY,
    "singer": "{}",
    "webhook": SECRET,
}


@dataclass(frozen=True)
class Brought:
    """How much of what a source of a kind brings."""

    accounts: int = 0
    people: int = 0
    work: int = 0
    events: int = 0
    signals: int = 0


def expected(kind: str, told: Sample) -> Brought:
    """What the kind brings of the sample."""
    both = len(told.leads) + len(told.deals)
    if kind in ("jira", "asana"):
        steps = sum(map(len, told.assets.values())) + (kind == "asana") * sum(
            one["status"] == "ready" for of in told.assets.values() for one in of
        )
        return Brought(work=len(told.assets), events=steps)
    if kind == "posthog":
        days = {(one["received_at"][:10]) for one in told.usage}
        return Brought(people=len({one["account"] for one in told.usage}), signals=len(told.usage) + 2 * len(days))
    if kind == "event_log":
        cases = {one["LeadId"] for one in told.activities}
        return Brought(work=len(cases), events=len(told.activities))
    if kind == "hubspot":
        return Brought(accounts=len(told.accounts), people=len(told.leads), work=both, events=both)
    if kind == "salesforce":
        people = len(told.contacts) + sum(of[-1]["Status"] != "Accepted" for of in told.leads.values())
        return Brought(accounts=len(told.accounts), people=people, work=both + len(told.accounts), events=both)
    return Brought(len(told.accounts), len(told.contacts), both, len(told.changes()), len(told.usage))


def brought() -> Brought:
    """What there is."""
    return Brought(
        accounts=Party.objects.filter(kind="account").count(),
        people=Party.objects.filter(kind="person").count(),
        work=Work.objects.present().count(),
        events=WorkEvent.objects.count(),
        signals=Signal.objects.count(),
    )


@pytest.fixture
def connected(tmp_path, monkeypatch):
    """A factory: a sources file of one source, applied from the command line."""

    def connect(kind: str, **said) -> Source:
        secret = {"secret": "env:CREDENTIAL"} if kind in CREDENTIALS else {}
        path = tmp_path / "sources.yaml"
        path.write_text(yaml.safe_dump({"version": 1, "sources": [{"name": "It", "kind": kind, **secret, **said}]}))
        monkeypatch.setenv("CREDENTIAL", CREDENTIALS.get(kind, ""))
        call_command("sources", "apply", str(path), stdout=StringIO())
        return Source.objects.get()

    return connect


@pytest.fixture
def at_the_warehouse():
    with warehouse() as place:
        yield place


@pytest.mark.parametrize("kind", [*VENDORS, "sql", "singer", "event_log", "webhook"])
def test_address_and_credential_bring_the_sample_company_in(kind, connected, request, tmp_path, client):
    told = sample()
    reached = {"allow_private": True, "allow_http": True}
    with time_machine.travel(NOW, tick=False):
        if kind in VENDORS:
            fake = getattr(filled, kind)(told).serve(server := request.getfixturevalue("httpserver"))
            assert fake.asked == []
            address = server.url_for(f"/project/{posthog.PROJECT}" if kind == "posthog" else "")
            source = connected(kind, settings={"base_url": address}, **reached)
        elif kind == "sql":
            source = connected(kind, settings=request.getfixturevalue("at_the_warehouse"), **reached)
        elif kind == "singer":
            source = connected(kind, settings={"tap": a_tap(tmp_path)})
        elif kind == "event_log":
            a_log(tmp_path)
            source = connected(kind, settings={"folder": "."}, streams=[{"name": "leads", "file": "leads.csv"}])
        else:
            source = connected(kind)
            push_all(client, source)
        first = run(source)
    assert (first.state, first.error) == ("done", "")
    assert list(Reject.objects.values_list("message", flat=True)) == []
    assert counts(first) == (first.rows_read, first.rows_read, 0, 0, 0)
    assert first.rows_read > 0
    found, wanted = brought(), expected(kind, told)
    assert replace(found, events=0) == replace(wanted, events=0)
    assert found.events >= wanted.events
    if wanted.accounts:
        customers = Party.objects.customers().filter(kind="account")
        assert {one.party.customer for one in Work.objects.filter(kind="opportunity")} <= set(customers)
        assert PartyLink.objects.filter(state="joined").count() >= wanted.people / 2
    again_nothing_changes(kind, source, client)


def again_nothing_changes(kind: str, source: Source, client) -> None:
    """The same once more: read anew or not, nothing is new and nothing has changed."""
    before, later = brought(), NOW + timedelta(hours=1)
    with time_machine.travel(NOW, tick=False):
        if kind == "webhook":
            push_all(client, source)
        second = run(source, later)
    assert (second.state, second.rows_new, second.rows_changed, second.rows_rejected) == ("done", 0, 0, 0)
    assert second.rows_read == second.rows_unchanged
    assert brought() == before
    assert Pull.objects.count() == 2
