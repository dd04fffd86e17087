"""Two at once, on two real connections: both answers are kept, and an audit closes once."""

from datetime import timedelta

import pytest

from audits import services
from audits.asking import items_of
from audits.models import Answer, Document
from audits.report import report_of
from tests.initiatives.days import friday
from tests.initiatives.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_who_answer_at_once_are_both_kept_and_one_of_them_once(audit, ada, ben):
    item = next(item for item in items_of(report_of(audit, friday(10))) if item.question == "promised")

    def answer(by, text):
        return lambda: services.save_answer(audit=audit, item=item, choice="words", text=text, by=by, at=friday(10))

    assert at_once(answer(ada, "All."), answer(ben, "Half."), answer(ben, "A third.")) == ["done"] * 3
    assert {one.by for one in Answer.objects.all()} == {ada, ben}
    assert Answer.objects.count() == 2


def test_two_workers_close_an_audit_once(audit):
    close = friday(0) + timedelta(days=30, minutes=1)

    def act():
        services.close_audits(at=close)

    assert at_once(act, act) == ["done", "done"]
    assert [document.revision for document in Document.objects.all()] == [1]
