"""Starting an audit."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from audits.models import Audit
from audits.services import start_audit
from initiatives import services
from tests.initiatives.days import friday

pytestmark = pytest.mark.django_db
DAY_1 = date(2026, 11, 2)
AT = friday(10)


def test_an_audit_closes_on_day_thirty(initiative, company):
    audit = start_audit(initiative=initiative, lead=company.coo, on=DAY_1, at=AT)
    assert audit.closes_on == date(2026, 12, 1)
    assert [audit.day(DAY_1), audit.day(audit.closes_on), audit.day(date(2027, 1, 1))] == [1, 30, 30]
    assert not audit.is_closed(audit.closes_on)
    assert audit.is_closed(date(2026, 12, 2))


def test_an_initiative_has_one_audit_at_a_time(initiative, company):
    start_audit(initiative=initiative, lead=company.coo, on=DAY_1, at=AT)
    with pytest.raises(ValidationError, match="already being audited"):
        start_audit(initiative=initiative, lead=company.ceo, on=DAY_1 + timedelta(days=29), at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Audit.objects.create(initiative=initiative, lead=company.ceo, starts_on=DAY_1 + timedelta(days=29))
    assert start_audit(initiative=initiative, lead=company.ceo, on=DAY_1 + timedelta(days=30), at=AT)


def test_a_launch_that_was_stopped_is_not_audited(initiative, company):
    services.stop_launch(initiative=initiative, by=company.ceo, at=friday(9))
    with pytest.raises(ValidationError, match="no longer live"):
        start_audit(initiative=initiative, lead=company.coo, on=DAY_1, at=AT)
    assert not Audit.objects.exists()


def test_the_coo_or_the_ceo_leads(initiative, company):
    with pytest.raises(ValidationError, match="does not sit in the COO's or the CEO's seat"):
        start_audit(initiative=initiative, lead=company.sales, on=DAY_1, at=AT)
