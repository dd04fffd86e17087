"""The charter: read, acknowledged, printed."""

import pytest
from django.urls import reverse

from initiatives import services
from tests.initiatives.days import monday, tuesday

pytestmark = pytest.mark.django_db


def url(name="charter"):
    return reverse(f"initiatives:{name}", args=["atlas"])


def test_without_an_owner_the_page_says_who_names_one(client_of, company, launch, words):
    page = client_of(company.ceo).get(url())
    assert "Nobody owns this arc" in words(page)
    assert url("name_owner") in page.content.decode()
    assert url("name_owner") not in client_of(company.sales).get(url()).content.decode()
    assert client_of(company.sales).get(url("charter_pdf")).status_code == 404


def test_it_shows_mandate_rights_and_who_has_not_read_it(client_of, company, owned, words):
    page = words(client_of(company.member).get(url()))
    assert "Priya Raman owns the arc of Atlas." in page
    assert "Bring Atlas to the market." in page
    assert page.count("Not acknowledged yet") == 4
    assert "In force, not confirmed" in page


def test_four_acknowledgements_confirm_it_and_a_reservation_stays_visible(client_of, company, owned, words):
    for function, head in company.heads.items():
        reservation = "Not before the refresh." if function == "creative" else ""
        assert client_of(head).post(url("acknowledge"), {"reservation": reservation}).status_code == 303
    page = words(client_of(company.member).get(url()))
    assert "Confirmed by all four heads" in page
    assert "With a reservation: Not before the refresh." in page


def test_a_head_acknowledges_once_and_others_do_not(client_of, company, owned, words):
    assert client_of(company.sales).post(url("acknowledge")).status_code == 303
    twice = client_of(company.sales).post(url("acknowledge"))
    assert twice.status_code == 403
    assert "Your function has acknowledged this charter already." in words(twice)
    assert client_of(company.member).post(url("acknowledge")).status_code == 403
    assert "Acknowledge the charter" not in words(client_of(company.member).get(url()))


def test_the_document_is_a_tagged_pdf_whatever_was_written(client_of, company, launch):
    mandate = "#import “x”: *bold*\n$ 1 / 0 $ \\ ” </"
    rights = dict.fromkeys(company.heads, "veto")
    named = {"initiative": launch.initiative, "owner": company.owner, "rights": rights, "by": company.ceo, "at": monday(9)}
    charter = services.name_owner(**named, mandate=mandate)
    services.acknowledge_charter(charter=charter, by=company.sales, at=tuesday(9), reservation="#panic()")
    answer = client_of(company.member).get(url("charter_pdf"))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in answer.content
    assert b"/Lang" in answer.content
