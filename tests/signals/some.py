"""A few records in the fake of each vendor, as three days ago; and what a source needs to reach it."""

from datetime import timedelta

from tests.signals.fakes import asana, hubspot, jira, posthog, salesforce
from tests.signals.sources import NOW

ADDRESSES = {"posthog": f"/project/{posthog.PROJECT}"}
CREDENTIALS = {
    "asana": asana.TOKEN,
    "hubspot": hubspot.TOKEN,
    "jira": jira.TOKEN,
    "posthog": posthog.KEY,
    "salesforce": f"{salesforce.KEY}:{salesforce.SECRET}",
}


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


FAKES = {
    "asana": some_asana,
    "hubspot": some_hubspot,
    "jira": some_jira,
    "posthog": some_posthog,
    "salesforce": some_salesforce,
}
