"""The audits, one audit, and starting one."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audits.models import Audit
from audits.services import start_audit, take_rows
from initiatives import services
from tests.initiatives.days import friday, monday

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_friday():
    with time_machine.travel(friday(10), tick=False):
        yield


def test_the_empty_page_offers_the_next_action_to_those_who_may(company, client_of):
    address = reverse("audits:start")
    assert address in client_of(company.coo).get(reverse("audits:audits")).text
    assert address not in client_of(company.member).get(reverse("audits:audits")).text


def test_the_coo_starts_an_audit(initiative, company, client_of):
    response = client_of(company.coo).post(reverse("audits:start"), {"initiative": initiative.slug, "lead": company.coo.pk})
    audit = Audit.objects.get()
    assert (response.status_code, response.url) == (303, reverse("audits:people", args=[audit.pk]))
    assert (audit.lead, audit.starts_on) == (company.coo, friday(10).date())


def test_a_launch_leads_to_its_audit_and_the_coo_to_a_new_one(initiative, company, client_of):
    page, start = reverse("initiatives:initiative", args=[initiative.slug]), reverse("audits:start")
    assert f"{start}?initiative={initiative.slug}" in client_of(company.coo).get(page).text
    assert start not in client_of(company.member).get(page).text
    audit = start_audit(initiative=initiative, lead=company.coo, on=monday(10).date(), at=monday(10))
    shown = client_of(company.coo).get(page).text
    assert reverse("audits:audit", args=[audit.pk]) in shown
    assert start not in shown


def test_a_second_audit_is_refused_with_a_sentence(initiative, company, client_of):
    start_audit(initiative=initiative, lead=company.coo, on=monday(10).date(), at=monday(10))
    response = client_of(company.ceo).post(reverse("audits:start"), {"initiative": initiative.slug, "lead": company.ceo.pk})
    assert response.status_code == 422
    assert "already being audited" in response.text


def test_a_head_does_not_start_an_audit(initiative, company, client_of):
    response = client_of(company.sales).post(reverse("audits:start"), {"initiative": initiative.slug})
    assert response.status_code == 403
    assert "Only the COO or the CEO runs an audit" in response.text
    assert not Audit.objects.exists()


def test_the_page_lays_out_what_the_record_says(launch, company, client_of):
    audit = start_audit(initiative=launch.initiative, lead=company.coo, on=monday(10).date(), at=monday(10))
    page = client_of(company.member).get(reverse("audits:audit", args=[audit.pk])).text
    assert "Day 5 of 30" in page
    assert '<b>1</b><span><strong><span class="key key-never"></span>Never owned</strong>Positioning' in page


def address(audit, name, of="handoff"):
    row = next(row for row in audit.rows.in_order() if row.of == of)
    return reverse("audits:question", args=[audit.pk, f"{name}-{row.pk}"])


def test_one_question_a_page_with_what_is_known_already(audit, ben, client_of):
    page = client_of(ben).get(address(audit, "promised")).text
    assert "What was promised with “Positioning”?" in page
    assert "Three messages, tested." in page
    assert "from the log" in page
    assert "I do not know" in page


def test_an_answer_leads_on_to_the_next_question_of_the_same_person(audit, ben, client_of):
    response = client_of(ben).post(address(audit, "promised"), {"choice": "as_shown"})
    assert (response.status_code, response.url) == (303, address(audit, "arrived"))
    response = client_of(ben).post(address(audit, "arrived"), {"choice": "all"})
    assert (response.status_code, response.url) == (303, reverse("audits:asked", args=[audit.pk]))
    assert audit.answers.count() == 2


def test_autosave_says_when_it_saved_or_why_not(audit, ben, client_of):
    there, headers = f"{address(audit, 'missing')}?autosave", {"HX-Request": "true"}
    saved = client_of(ben).post(there, {"choice": "words", "text": "The proof."}, headers=headers)
    assert "Saved at 10:00." in saved.text
    assert "<html" not in saved.text
    refused = client_of(ben).post(there, {"choice": "words", "text": ""}, headers=headers)
    assert refused.status_code == 422
    assert "Not saved yet: Say it in a sentence." in refused.text
    assert audit.answers.get().text == "The proof."


def test_two_at_once_are_told_that_both_are_kept(audit, ada, ben, client_of):
    client_of(ada).post(address(audit, "promised"), {"choice": "as_shown", "seen": friday(9).isoformat()})
    body = {"choice": "words", "text": "Two messages.", "seen": friday(9).isoformat()}
    page = client_of(ben).post(address(audit, "promised"), body, follow=True).text
    assert "Ada answered this too while you were at it. Both answers are kept." in page
    assert {answer.by for answer in audit.answers.all()} == {ada, ben}


def test_a_question_is_not_for_everybody(audit, company, client_of):
    refused = client_of(company.creative).get(address(audit, "arrived"))
    assert refused.status_code == 403
    assert "This is asked of Ben" in refused.text
    assert client_of(company.creative).get(reverse("audits:question", args=[audit.pk, "held-0"])).status_code == 404


def test_what_was_missing_is_added_to_the_arc_and_asked_about(audit, company, client_of):
    body = {"name": "Lead routing", "function": "sales"}
    client_of(company.coo).post(reverse("audits:add_missing", args=[audit.pk]), body)
    page = client_of(company.member).get(reverse("audits:section", args=[audit.pk, "walk"])).text
    assert "Lead routing: Who held it?" in page


def test_a_side_disputes_its_row_and_the_lead_sets_its_reading_with_a_reason(audit, ada, company, client_of):
    row = audit.rows.get(handoff__isnull=False)
    there = reverse("audits:confirm", args=[row.pk])
    assert client_of(ada).post(there, {"verdict": "dispute", "text": ""}).status_code == 422
    client_of(ada).post(there, {"verdict": "dispute", "text": "Sent, and chased once."})
    body = {"reading": "transferred", "text": "Ben had it in hand; the click came late."}
    client_of(company.coo).post(reverse("audits:annotate", args=[row.pk]), body)
    page = client_of(company.member).get(reverse("audits:row", args=[row.pk])).text
    assert "Sent, and chased once." in page
    assert "Set to “transferred” against the evidence." in page
    assert "Went dark" in page


def test_a_row_becomes_an_action_item_with_one_name(audit, ben, company, client_of):
    row = audit.rows.get(handoff__isnull=False)
    body = {"text": "Name a receiver on each brief.", "person": ben.pk, "due": "2026-11-20"}
    assert client_of(company.coo).post(reverse("audits:follow_up", args=[row.pk]), body).status_code == 303
    item = audit.initiative.action_items.get()
    assert (item.person, item.follow_up.row) == (ben, row)


def test_an_interview_is_planned_moved_and_written_down(audit, ben, company, client_of):
    client, there = client_of(company.coo), reverse("audits:interviews", args=[audit.pk])
    assert client.post(there, {"person": ben.pk, "held_on": "2026-12-06"}).status_code == 422
    client.post(there, {"person": ben.pk, "held_on": "2026-11-10"})
    held = audit.interviews.get()
    assert "0 interviews, 0 quotes with consent, 1 planned" in client.get(reverse("audits:audit", args=[audit.pk])).text
    assert "No interview was held." in client.get(reverse("audits:draft", args=[audit.pk])).text
    page = reverse("audits:interview", args=[held.pk])
    assert "Planned for Tue 10 Nov 2026" in client.get(page).text
    assert client.post(page, {"text": "Nobody told me."}).status_code == 422
    assert client.post(reverse("audits:move_interview", args=[held.pk]), {"held_on": "2026-11-06"}).status_code == 303
    client.post(page, {"text": "Nobody told me."})
    assert "1 interview, 0 quotes with consent" in client.get(reverse("audits:audit", args=[audit.pk])).text
    refused = client.post(reverse("audits:move_interview", args=[held.pk]), {"held_on": "2026-11-05"})
    assert (refused.status_code, "its day stays" in refused.text) == (422, True)


def test_a_quote_waits_for_the_one_who_said_it(audit, ben, company, client_of):
    client = client_of(company.coo)
    held = client.post(reverse("audits:interviews", args=[audit.pk]), {"person": ben.pk, "held_on": "2026-11-06"})
    row = audit.rows.get(handoff__isnull=False)
    client.post(held.url, {"text": "I found it by scrolling.", "rows": [row.pk]})
    assert "I found it by scrolling." not in client.get(reverse("audits:row", args=[row.pk])).text
    quote = audit.interviews.get().quotes.get()
    assert client.post(reverse("audits:consent", args=[quote.pk]), {"consent": "given"}).status_code == 403
    client_of(ben).post(reverse("audits:consent", args=[quote.pk]), {"consent": "given"})
    assert "I found it by scrolling." in client.get(reverse("audits:row", args=[row.pk])).text


@pytest.mark.parametrize("name", ["audit", "asked", "people", "interviews", "section", "check", "draft"])
def test_the_number_of_queries_does_not_grow_with_handoffs(
    name, audit, launch, ada, ben, ceo, client_of, deliverable, django_assert_num_queries
):
    path = reverse(f"audits:{name}", args=[audit.pk, "confirm"] if name == "section" else [audit.pk])
    client = client_of(ben)
    client.get(path)
    with CaptureQueriesContext(connection) as few:
        client.get(path)
    for number in range(6):
        one = deliverable(name=f"Part {number}")
        services.name_holder(deliverable=one, person=ada, by=ceo, at=monday(8))
        handoff = services.offer_handoff(deliverable=one, receiver=ben, acceptance_criteria="Done.", by=ada, at=monday(9))
        services.accept_handoff(handoff=handoff, by=ben, at=monday(11))
    take_rows(audit=audit, at=friday(9))
    with django_assert_num_queries(len(few)):
        client.get(path)


def test_a_page_of_an_audit_stands_under_audits_alone(audit, company, client_of):
    client = client_of(company.coo)
    paths = [reverse("audits:section", args=[audit.pk, "handoffs"]), reverse("audits:people", args=[audit.pk])]
    for path in [*paths, reverse("audits:add_missing", args=[audit.pk])]:
        nav = client.get(path).text.split('aria-current="true">')
        assert [part.partition("<")[0] for part in nav[1:]] == ["Audits"], path


def test_a_row_without_a_finding_asks_nobody_to_read_it(audit, company, client_of):
    row = audit.rows.get(handoff__isnull=True)
    page = client_of(company.coo).get(reverse("audits:row", args=[row.pk])).text
    assert "Nothing to read" in page
    assert "Has not read it yet" not in page
