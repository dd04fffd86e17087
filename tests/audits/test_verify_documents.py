"""`manage.py verify_documents` ends with an error that names the broken revision (rule 26)."""

import io
from datetime import timedelta

import pgtrigger
import pytest
from django.core.management import CommandError, call_command

from audits import services
from audits.models import Document
from audits.report import report_of
from audits.verification import Link, broken
from revenue_arc.canonical import canonical, sha256_of
from tests.initiatives.days import friday


@pytest.fixture
def two_revisions(audit, company):
    first = services.freeze_document(audit=audit, by=company.coo, at=friday(12))
    row = report_of(audit, friday(12)).rows[0]
    services.annotate_row(row=row, text="Read twice.", by=company.coo, at=friday(13))
    services.close_audits(at=friday(0) + timedelta(days=31))
    return first


def tamper(document, **values):
    with pgtrigger.ignore("audits.Document:a_frozen_document_never_changes"):
        Document.objects.filter(pk=document.pk).update(**values)


def verify():
    out = io.StringIO()
    call_command("verify_documents", stdout=out)
    return out.getvalue()


def test_nothing_frozen_yet_is_nothing_wrong(db):
    assert "0 documents verified" in verify()


def test_untouched_revisions_hold(two_revisions):
    assert f"{two_revisions.audit}: 2 revisions, intact" in verify()


def test_a_changed_text_is_named(two_revisions):
    tamper(two_revisions, text=two_revisions.text.replace("went dark", "went well"))
    with pytest.raises(CommandError, match="revision 1: its text does not give the hash"):
        verify()


def test_a_text_changed_with_its_hash_is_found_by_the_history_and_the_next_revision(two_revisions):
    text = two_revisions.text.replace("went dark", "went well")
    tamper(two_revisions, text=text, sha256=sha256_of(text))
    with pytest.raises(CommandError) as error:
        verify()
    assert "revision 1: its hash is not the one that the history wrote down" in str(error.value)
    assert "revision 2: it does not follow on the hash of the revision before it" in str(error.value)


def test_a_revision_that_is_missing_and_a_text_that_is_none_are_named():
    text = canonical({"previous": None, "revision": 2})
    assert broken([Link(2, text, sha256_of(text)), Link(3, "{}", sha256_of("{}"))]) == [
        "revision 1 is missing.",
        "revision 3: its text is not an accountability map.",
    ]
