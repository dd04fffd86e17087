"""Defining metrics and signing definitions."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import ProgrammingError

from signals.models import Definition, Metric
from signals.services import entry_of, sign_definition
from tests.signals.metrics import define
from tests.signals.rows import NOW, a_source

pytestmark = pytest.mark.django_db


def test_the_same_content_again_changes_nothing():
    crm = a_source()
    first = define("visits", crm, target=5)
    assert define("visits", crm, target=5, at=NOW + timedelta(days=1)) == first
    assert Definition.objects.count() == 1


@pytest.mark.parametrize(
    "change", [{"target": 6}, {"tolerated_age": "3d"}, {"functions": ["marketing"]}, {"direction": "down"}]
)
def test_any_change_is_a_new_version_without_signatures(company, change):
    crm = a_source()
    first = define("visits", crm, target=5)
    sign_definition(definition=first, by=company.sales, at=NOW)
    second = define("visits", crm, **{"target": 5, **change})
    assert (second.version, second.signed_by(), first.signed_by()) == (2, [], ["sales"])
    assert Metric.objects.get().definition == second


def test_the_heads_of_the_functions_it_touches_sign(company):
    definition = define("visits", a_source(), a_source("Ads", function="marketing"))
    assert definition.signers() == ["marketing", "sales"]
    sign_definition(definition=definition, by=company.sales, at=NOW)
    assert definition.unsigned() == ["marketing"]
    for nobody in (company.creative, company.member, company.ceo):
        with pytest.raises(ValidationError, match=r"signed by the heads of Marketing, Sales\. Nothing was signed\."):
            sign_definition(definition=definition, by=nobody, at=NOW)


def test_nobody_signs_twice_or_an_old_version(company):
    crm = a_source()
    first = define("visits", crm)
    sign_definition(definition=first, by=company.sales, at=NOW)
    with pytest.raises(ValidationError, match="already signed"):
        sign_definition(definition=first, by=company.sales, at=NOW)
    define("visits", crm, target=2)
    with pytest.raises(ValidationError, match="a newer version"):
        sign_definition(definition=first, by=company.sales, at=NOW)


def test_a_source_that_is_not_connected_is_named():
    with pytest.raises(ValidationError, match=r"there is no source called Ledger\. Connect it first\."):
        define("visits", sources=["Ledger"])
    assert not Metric.objects.exists()


def test_a_definition_is_never_edited():
    definition = define("visits", a_source())
    with pytest.raises(ProgrammingError, match="Cannot update"):
        Definition.objects.filter(pk=definition.pk).update(target=3)


def test_a_definition_becomes_the_entry_that_would_make_it_again():
    crm = a_source()
    definition = define("visits", crm, target=5, watch=3, tolerated_age="24h", function="sales")
    assert define("visits", crm, **{key: value for key, value in entry_of(definition).items() if key != "key"}) == definition
