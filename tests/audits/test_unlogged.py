"""A handoff that nobody logged stands beside the record: evidence with a source, contested where the record says otherwise."""

import pytest
import time_machine
from django.db import transaction
from django.db.utils import ProgrammingError
from django.urls import reverse

from audits import services
from audits.document.paper import pdf_of
from audits.findings import Reading
from audits.models import UnloggedHandoff
from audits.report import report_of
from initiatives.models import Handoff
from tests.initiatives.days import friday, thursday

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_friday():
    with time_machine.travel(friday(10), tick=False):
        yield


@pytest.fixture
def body(audit, ada, ben, company):
    piece = audit.rows.first().deliverable
    people = {"sender": ben.pk, "receiver": company.member.pk, "known_from": ada.pk}
    return {"what": "The price list", "deliverable": piece.pk, "on": "2026-11-05", **people}


def test_it_is_added_with_its_source_and_changes_no_record(audit, ada, ben, company, client_of, body):
    there, before = reverse("audits:add_unlogged", args=[audit.pk]), Handoff.objects.count()
    assert client_of(ben).post(there, body).status_code == 303
    page = client_of(company.administrator).get(reverse("audits:section", args=[audit.pk, "handoffs"])).text
    assert "The price list" in page
    assert "says Ada, written down by Ben" in page
    assert there not in page
    assert Handoff.objects.count() == before
    assert audit.participants.filter(person=company.member).exists()
    contested = [found for found in report_of(audit, friday(10)).findings if found.reading is Reading.CONTESTED]
    assert [(found.start, found.end) for found in contested] == [(thursday(0), friday(0))]


def test_the_document_lists_it_and_cites_it(audit, ben, company, client_of, body):
    services.freeze_document(audit=audit, by=company.coo, at=friday(10))
    client_of(ben).post(reverse("audits:add_unlogged", args=[audit.pk]), body)
    document = services.freeze_document(audit=audit, by=company.coo, at=friday(11))
    told = document.content
    assert [(one["title"], one["sides"], one["when"], one["source"]) for one in told["unlogged"]] == [
        ("The price list, of Positioning", "Ben to Noor Haddad", "5 Nov", "Ada")
    ]
    assert "Handoffs that nobody logged were added." in told["changes"]
    assert any("It is in no log." in piece["text"] and piece["source"] == "Ada" for piece in told["evidence"])
    assert pdf_of(document).startswith(b"%PDF-")
    assert "Handoffs that nobody logged" in client_of(ben).get(reverse("audits:document", args=[audit.pk])).text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [({"on": "2026-11-07"}, "has not come yet"), ({"receiver": "sender"}, "name two"), ({"what": ""}, "required")],
)
def test_what_cannot_be_is_refused(audit, ben, client_of, body, wrong, words):
    wrong = {name: body.get(value, value) for name, value in wrong.items()}
    answer = client_of(ben).post(reverse("audits:add_unlogged", args=[audit.pk]), body | wrong)
    assert (answer.status_code, words in answer.text) == (422, True)
    assert not UnloggedHandoff.objects.exists()


def test_it_is_written_down_once_and_kept(audit, ben, client_of, body):
    there = reverse("audits:add_unlogged", args=[audit.pk])
    client_of(ben).post(there, body)
    assert "written down already" in client_of(ben).post(there, body).text
    with pytest.raises(ProgrammingError), transaction.atomic():
        UnloggedHandoff.objects.all().delete()
