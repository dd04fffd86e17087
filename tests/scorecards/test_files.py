"""The inbox, the delivery log, rejections and findings as files: the rows of their pages, no more and no less."""

import csv
import io
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from audits import services as audits
from initiatives import services
from initiatives.models import Reason
from people.models import Message
from tests.initiatives.conftest import ada, ben, ceo, deliverable, initiative, launch, offer  # noqa: F401
from tests.initiatives.days import friday, monday, tuesday

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_friday():
    with time_machine.travel(friday(10), tick=False):
        yield


def lines(client, address, **asked):
    answer = client.get(address, {"export": "csv", **asked})
    assert answer["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))


def test_what_waits_is_a_file_and_a_call(offer, ada, ben, client_of):  # noqa: F811
    offer(monday(9), monday(17))
    [row] = lines(client_of(ben), reverse("initiatives:inbox"))
    assert (row["Title"], row["From"], row["To"]) == ("Positioning", "Ada", "Ben")
    assert lines(client_of(ada), reverse("initiatives:inbox")) == []
    page = client_of(ben).get(reverse("initiatives:inbox")).text
    assert "/api/v1/handoffs/?receiver=" in page
    assert "answer=open" in page


def test_rejections_are_a_line_for_each_pair_and_reason(offer, ben, client_of):  # noqa: F811
    reason, _ = Reason.objects.get_or_create(
        kind="handoff", code="missing-information", label="Missing information", position=3
    )
    services.reject_handoff(handoff=offer(monday(9), monday(17)), reason=reason, by=ben, at=tuesday(9))
    [row] = lines(client_of(ben), reverse("scorecards:rejections"))
    assert (row["Quarter"], row["Where"], row["Reason"], row["Rejections"]) == ("2026-Q4", "Handoffs", reason.label, "1")


def test_the_delivery_log_is_a_file_for_those_who_read_it(offer, ben, company, client_of):  # noqa: F811
    offer(friday(9), friday(17))
    log = reverse("signals:messages")
    assert {row["To"] for row in lines(client_of(company.coo), log)} == {"Ben"}
    assert lines(client_of(company.coo), log, state="failed") == []
    assert Message.objects.count() == 1
    assert client_of(ben).get(log, {"export": "csv"}).status_code == 403


def test_the_findings_of_an_audit_are_a_file_and_a_call(launch, offer, ben, company, client_of):  # noqa: F811
    services.accept_handoff(handoff=offer(monday(9), monday(17)), by=ben, at=monday(9) + timedelta(days=2))
    audit = audits.start_audit(initiative=launch.initiative, lead=company.coo, on=friday(9).date(), at=friday(9))
    page = reverse("audits:section", args=[audit.pk, "confirm"])
    told = [(row["No."], row["Reading"], row["What the evidence shows"]) for row in lines(client_of(ben), page)]
    api = client_of(ben).get(reverse("api:audit-findings", args=[audit.pk])).json()
    assert told == [(str(row["number"]), row["reading"], row["sentence"]) for row in api]
    assert len(told) == 1
