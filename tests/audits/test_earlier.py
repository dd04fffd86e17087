"""The next audit of the same launch: what the one before learnt of a handoff is known, and not asked again."""

from datetime import timedelta

import pytest
from django.urls import reverse

from audits import services
from audits.asking import items_of
from audits.report import report_of
from tests.initiatives.days import friday

pytestmark = pytest.mark.django_db
NEXT = friday(9) + timedelta(days=40)


def item(audit, name, at):
    return next((one for one in items_of(report_of(audit, at)) if one.question == name), None)


def answer(audit, name, by, at=friday(10), **fields):  # noqa: B008 - an instant, the same for all
    return services.save_answer(audit=audit, item=item(audit, name, at), by=by, at=at, **fields)


@pytest.fixture
def again(audit, company, ada, ben):
    """Ben said what arrived, Ada does not remember what was promised; forty days later the launch is audited again."""
    answer(audit, "arrived", ben, choice="part", text="Two messages.")
    answer(audit, "missing", ben, choice="words", text="The proof.")
    answer(audit, "promised", ada, choice="unknown")
    return services.start_audit(initiative=audit.initiative, lead=company.coo, on=NEXT.date(), at=NEXT)


def test_what_was_answered_before_is_not_asked_again(again):
    asked = [one.question.value for one in items_of(report_of(again, NEXT)) if one.row and one.row.handoff]
    assert asked == ["promised"]


def test_what_was_answered_before_is_evidence_with_its_author_and_its_audit(again, company):
    register = services.freeze_document(audit=again, by=company.coo, at=NEXT).content["register"]
    details = next(row["details"] for row in register if row["key"].startswith("handoff"))
    assert details == [
        "Promised: Three messages, tested.",
        "Arrived, says Ben, in the audit from 6 Nov 2026: Part of it. Two messages.",
        "Missing, says Ben, in the audit from 6 Nov 2026: The proof.",
    ]


def test_what_had_not_arrived_yet_is_asked_again(audit, again, ben):
    handoff = audit.rows.get(handoff__isnull=False).handoff
    for told in audit.answers.filter(by=ben):
        told.at = handoff.answered - timedelta(hours=1)
        told.save()
    assert item(again, "arrived", NEXT)


def test_the_page_says_how_much_is_known(again, company, client_of):
    page = client_of(company.coo).get(reverse("audits:section", args=[again.pk, "handoffs"])).text
    assert "2 answers of an earlier audit are known, and not asked for again." in page
