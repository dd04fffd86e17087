"""The frozen document: it never changes, closes by itself, says what is incomplete and what changed, and has one hash."""

import hashlib
import io
import json
from datetime import date, timedelta

import docx
import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.utils import ProgrammingError
from django.utils import timezone

from audits import services
from audits.asking import items_of, register_rows
from audits.document.changes import changes
from audits.document.content import content_of
from audits.document.paper import pdf_of
from audits.document.word_file import docx_of
from audits.models import Document
from audits.report import closes_at, report_of
from initiatives import services as initiatives
from tests.initiatives.days import friday, monday

pytestmark = pytest.mark.django_db
CLOSE = friday(0) + timedelta(days=30)


def freeze(audit, by, at=None):
    return services.freeze_document(audit=audit, by=by, at=at or friday(12))


def answer(audit, name, by, at, **fields):
    item = next(item for item in items_of(report_of(audit, at)) if item.question == name)
    return services.save_answer(audit=audit, item=item, by=by, at=at, **fields)


def test_a_document_is_frozen_with_its_hash_and_never_changes(audit, company):
    document = freeze(audit, company.coo)
    assert hashlib.sha256(document.text.encode()).hexdigest() == document.sha256
    assert json.loads(document.text)["headline"] == ["The one handoff went dark.", "Every job had an owner at some time."]
    for deed in (lambda: Document.objects.update(text="{}"), lambda: Document.objects.all().delete()):
        with pytest.raises(ProgrammingError), transaction.atomic():
            deed()


def test_the_numbers_are_those_of_the_launch(audit, company):
    content = freeze(audit, company.coo).content
    assert [content["tally"][name]["number"] for name in ("transfers", "dark", "never")] == ["1", "2", "0"]
    assert [(row["number"], row["reading"], row["when"], row["sides"]) for row in content["register"]] == [
        (1, "went dark", "2 to 4 Nov, 2 days", "Marketing to Sales")
    ]


def test_what_is_incomplete_is_said(audit, company):
    incomplete = freeze(audit, company.coo).content["incomplete"]
    assert "The handoffs: 3 of 3 questions not answered." in incomplete
    assert "No interview was held." in incomplete
    assert "Both sides read their rows: 2 readings outstanding." in incomplete


def test_a_late_change_makes_a_revision_that_says_what_changed(audit, company, ada):
    first = freeze(audit, company.coo, CLOSE + timedelta(hours=1))
    with pytest.raises(ValidationError, match="Nothing changed since revision 1"):
        freeze(audit, company.coo, CLOSE + timedelta(hours=2))
    [row] = register_rows(report_of(audit, CLOSE))
    services.annotate_row(row=row, reading="transferred", text="Ben had it.", by=company.coo, at=CLOSE + timedelta(hours=3))
    second = freeze(audit, company.coo, CLOSE + timedelta(hours=4))
    assert (second.revision, second.content["previous"]) == (2, first.sha256)
    assert "Positioning: went dark became transferred." in second.content["changes"]
    assert Document.objects.get(revision=1).sha256 == first.sha256


def test_day_thirty_closes_by_itself_and_once(audit):
    assert services.close_audits(at=CLOSE - timedelta(minutes=1)) == []
    [document] = services.close_audits(at=CLOSE + timedelta(minutes=5))
    assert (document.frozen_by, document.content["final"], document.content["day"]) == (None, True, 30)
    assert services.close_audits(at=CLOSE + timedelta(minutes=15)) == []


def test_a_document_frozen_early_is_followed_by_the_final_one(audit, company):
    assert freeze(audit, company.coo).content["final"] is False
    [final] = services.close_audits(at=CLOSE + timedelta(minutes=5))
    assert (final.revision, final.content["final"]) == (2, True)


def test_a_late_answer_becomes_a_revision_by_itself_once_it_is_quiet(audit, ben):
    services.close_audits(at=CLOSE + timedelta(minutes=5))
    late = CLOSE + timedelta(days=2)
    answer(audit, "missing", ben, late, choice="words", text="The proof.")
    assert services.close_audits(at=late + timedelta(minutes=30)) == []
    [document] = services.close_audits(at=late + timedelta(minutes=61))
    assert document.revision == 2
    assert "Positioning: the answers on it changed." in document.content["changes"]


def test_after_the_close_the_windows_stand_still(audit, company):
    first = content_of(report_of(audit, CLOSE + timedelta(days=1)))
    later = content_of(report_of(audit, CLOSE + timedelta(days=9)))
    assert changes(first, later) == []
    assert closes_at(audit, report_of(audit, CLOSE).zone) == CLOSE


def test_a_quote_without_consent_is_nowhere_in_the_document(audit, company, ben):
    [row] = register_rows(report_of(audit, friday(10)))
    held = services.record_interview(audit=audit, person=ben, held_on=friday(9).date(), by=company.coo, at=friday(10))
    said = {"interview": held, "rows": [row], "by": company.coo, "at": friday(10)}
    services.add_quote(text="Nobody told me.", **said)
    services.add_quote(text="I found it by scrolling.", consents=True, **said)
    document = freeze(audit, company.coo)
    assert "Nobody told me." not in document.text
    assert document.content["register"][0]["quotes"] == [{"text": "I found it by scrolling.", "by": "Ben"}]


def test_calendars_that_clash_are_said(audit, company):
    def full(head, text):
        periods = [(date(2026, 11, 2), date(2026, 11, 6), text)]
        item = next(one for one in items_of(report_of(audit, friday(10))) if one.question == "calendar" and head in one.asked)
        services.save_answer(audit=audit, item=item, choice="dates", periods=periods, by=head, at=friday(10))

    full(company.sales, "Quarter end")
    full(company.marketing, "The autumn campaign")
    assert freeze(audit, company.coo).content["clashes"] == [
        "The campaign of Marketing and the quota period of Sales were full at once, 2 Nov to 6 Nov.",
        "Positioning was offered to Ben on 2 Nov, while the quota period of Sales was full.",
    ]


def test_the_next_step_is_an_owner_within_45_days(audit, company):
    content = freeze(audit, company.coo).content
    assert content["next"]["big"] == "CEO names the arc owner by 19 Jan"
    item = services.start_charter(audit=audit, by=company.coo, at=friday(12))
    assert (item.person, item.due) == (company.ceo, friday(12).date() + timedelta(days=45))
    with pytest.raises(ValidationError, match="started already"):
        services.start_charter(audit=audit, by=company.coo, at=friday(13))
    rights = dict.fromkeys(company.heads, "decide")
    named = {"initiative": audit.initiative, "owner": company.owner, "mandate": "Own it.", "rights": rights, "by": company.ceo}
    initiatives.name_owner(at=friday(14), **named)
    item.refresh_from_db()
    assert item.done_at == friday(14)


def test_the_next_audit_of_the_same_launch_says_what_changed(audit, launch, deliverable, company, ada):
    services.close_audits(at=CLOSE)
    piece = deliverable(name="Lead routing", function="sales", needed_from=CLOSE)
    again = services.start_audit(initiative=launch.initiative, lead=company.ceo, on=CLOSE.date(), at=CLOSE + timedelta(hours=9))
    since = freeze(again, company.ceo, CLOSE + timedelta(days=2)).content["since"]
    assert since["period"] == "6 Nov to 5 Dec 2026"
    assert {"Never owned: 0 became 1.", f"New: {piece}, never owned."} <= set(since["changes"])


def test_every_form_of_the_document_has_the_same_words(audit, company, ben):
    document = freeze(audit, company.coo)
    for paper in ("a4", "letter"):
        pdf = pdf_of(document, paper)
        assert pdf.startswith(b"%PDF-")
        assert b"/StructTreeRoot" in pdf
    word = docx.Document(io.BytesIO(docx_of(document)))
    text = "\n".join([one.text for one in word.paragraphs] + [cell.text for table in word.tables for cell in table._cells])
    for words in (*document.content["headline"], document.content["register"][0]["sentence"], document.sha256[:4]):
        assert words in text
    assert word.inline_shapes[0]._inline.docPr.get("descr") == document.content["map"]["sentence"]


def test_what_people_write_is_never_markup(audit, company, launch):
    initiatives.add_deliverable(
        initiative=launch.initiative,
        name='#panic("x") <b>&"',
        function="sales",
        needed_from=monday(8),
        by=company.ceo,
        at=monday(8),
    )
    document = freeze(audit, company.coo)
    assert pdf_of(document).startswith(b"%PDF-")
    assert docx_of(document)


def test_a_document_says_the_same_in_whatever_zone_it_is_frozen(audit):
    told = []
    for zone in ("Pacific/Auckland", "America/Los_Angeles"):
        with timezone.override(zone):
            told.append(content_of(report_of(audit, friday(10))))
    assert told[0] == told[1]
