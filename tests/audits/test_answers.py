"""Answers, confirmations and notes: both sides kept, nothing overwritten, nothing set against the evidence without a reason."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError
from django.test.utils import CaptureQueriesContext

from audits import services
from audits.asking import Status, asked_of, item_of, items_of, register_rows, unread
from audits.findings import Reading
from audits.models import Answer, Confirmation
from audits.report import report_of
from tests.initiatives.days import friday, tuesday, wednesday

pytestmark = pytest.mark.django_db


def item(audit, name):
    return next(item for item in items_of(report_of(audit, friday(10))) if item.question == name)


def answer(audit, name, by, **fields):
    return services.save_answer(audit=audit, item=item(audit, name), by=by, **{"at": friday(10), **fields})


def test_the_rows_and_the_people_come_from_the_log(audit, company, ada, ben):
    assert [str(row) for row in audit.rows.in_order()] == ["Positioning", "Positioning"]
    assert {one.person for one in audit.participants.all()} >= {company.coo, company.marketing, ada, ben}
    assert services.take_rows(audit=audit, at=friday(11)) == []


def test_each_person_is_asked_what_that_person_can_know(audit, ben, company):
    items = items_of(report_of(audit, friday(10)))
    assert [one.question.value for one in asked_of(items, ben)] == ["held", "promised", "arrived", "missing"]
    assert [one.question.value for one in asked_of(items, company.sales)] == ["measured", "paid", "calendar"]
    assert asked_of(items, company.administrator) == []


def test_nobody_answers_what_is_asked_of_others(audit, company):
    with pytest.raises(ValidationError, match="This is asked of Ben"):
        answer(audit, "arrived", company.creative, choice="all")


def test_i_do_not_know_is_an_answer(audit, ben):
    answer(audit, "arrived", ben, choice="unknown")
    assert item(audit, "arrived").status is Status.UNKNOWN


def test_what_arrived_whole_is_not_asked_for_what_was_missing(audit, ben):
    answer(audit, "arrived", ben, choice="all")
    assert item_of(report_of(audit, friday(10)), f"missing-{item(audit, 'arrived').row.pk}") is None


def test_an_answer_says_what_it_needs(audit, ada, ben):
    with pytest.raises(ValidationError) as refusal:
        answer(audit, "held", ben, choice="other")
    assert set(refusal.value.error_dict) == {"starts_on", "holder"}
    with pytest.raises(ValidationError):
        answer(audit, "promised", ben, choice="words", text="  ")
    with pytest.raises(ValidationError):
        answer(audit, "promised", ben, choice="other", holder=ada)


def test_two_who_answer_the_same_are_both_kept_and_told(audit, ada, ben):
    first = answer(audit, "promised", ada, choice="as_shown", seen=friday(9))
    second = answer(audit, "promised", ben, choice="words", text="Only two messages.", seen=friday(9))
    assert (first.meanwhile, second.meanwhile) == ([], [first.answer])
    assert {one.by for one in item(audit, "promised").answers} == {ada, ben}
    assert item(audit, "promised").status is Status.DIFFER


def test_the_same_answer_again_changes_nothing_and_another_is_remembered(audit, ben):
    first = answer(audit, "missing", ben, choice="words", text="The proof.").answer
    assert answer(audit, "missing", ben, choice="words", text="The proof.", at=friday(12)).answer.at == first.at
    answer(audit, "missing", ben, choice="words", text="The proof, and prices.", at=friday(13))
    assert Answer.objects.count() == 1
    assert [event.text for event in first.events.order_by("pgh_id")] == ["The proof.", "The proof, and prices."]


def test_an_answer_against_the_log_is_contested_from_its_first_day_to_its_last(audit, ada, ben):
    answer(audit, "held", ben, choice="other", holder=ben, starts_on=date(2026, 11, 3), ends_on=date(2026, 11, 3))
    report = report_of(audit, friday(10))
    contested = [row for row in report.findings if row.reading is Reading.CONTESTED]
    assert [(row.start, row.end) for row in contested] == [(tuesday(0), wednesday(0))]


def test_a_dispute_stays_on_the_row(audit, ada, ben):
    [row] = register_rows(report_of(audit, friday(10)))
    assert unread(report_of(audit, friday(10)), row) == [ada, ben]
    services.confirm_row(row=row, verdict="dispute", text="I sent it, and chased once.", by=ada, at=friday(10))
    services.confirm_row(row=row, verdict="confirm", by=ada, at=friday(11))
    report = report_of(audit, friday(12))
    assert [word.verdict for word in report.confirmations_of(row)] == ["dispute", "confirm"]
    assert unread(report, row) == [ben]
    with pytest.raises(ProgrammingError), transaction.atomic():
        Confirmation.objects.all().delete()
    with pytest.raises(ValidationError, match="Say what is not so"):
        services.confirm_row(row=row, verdict="dispute", by=ben, at=friday(11))


def test_a_reading_is_not_set_against_the_evidence_without_a_reason(audit, company):
    [row] = register_rows(report_of(audit, friday(10)))
    with pytest.raises(ValidationError):
        services.annotate_row(row=row, reading="transferred", text=" ", by=company.coo, at=friday(10))
    with pytest.raises(IntegrityError), transaction.atomic():
        row.annotations.create(reading="transferred", text="", by=company.coo, at=friday(10))


def test_a_quote_needs_the_consent_of_the_one_who_said_it(audit, company, ben):
    [row] = register_rows(report_of(audit, friday(10)))
    held = services.record_interview(audit=audit, person=ben, held_on=friday(9).date(), by=company.coo, at=friday(10))
    quote = services.add_quote(interview=held, text="I found it by scrolling.", rows=[row], by=company.coo, at=friday(10))
    assert (quote.consent, list(quote.rows.all())) == ("", [row])
    with pytest.raises(ValidationError, match="Only Ben"):
        services.answer_consent(quote=quote, consent="given", by=company.coo, at=friday(11))
    assert services.answer_consent(quote=quote, consent="refused", by=ben, at=friday(11)).consent == "refused"


def test_the_number_of_queries_does_not_grow_with_rows(audit, deliverable, ada, company, django_assert_num_queries):
    def read():
        report = report_of(audit, friday(12))
        return [asked_of(items_of(report), ada), [report.sides_of(row) for row in register_rows(report)]]

    with CaptureQueriesContext(connection) as few:
        read()
    for number in range(6):
        deliverable(name=f"Part {number}")
    services.take_rows(audit=audit, at=friday(11))
    with django_assert_num_queries(len(few)):
        read()
