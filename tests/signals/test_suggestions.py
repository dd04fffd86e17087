"""Suggested joins: written set by set, decided once, never suggested again."""

import pytest

from signals.models import NameComparison, Party, PartyKey, PartyLink
from signals.services import reject_join
from signals.suggesting import suggest_joins
from signals.tasks import suggest_joins as suggest_joins_task
from tests.signals.rows import NOW, a_customer, a_source

pytestmark = pytest.mark.django_db


@pytest.fixture
def crm():
    return a_source("CRM")


@pytest.fixture
def events():
    return a_source("Events", function="product")


@pytest.fixture
def alike(crm, events):
    return a_customer(crm, "Alder Freight Inc.", external_id="001"), a_customer(events, "alder-freight", external_id="ws1")


def waiting() -> set[tuple[str, str]]:
    return {(link.a.name, link.b.name) for link in PartyLink.objects.to_decide()}


def test_alike_names_become_a_suggestion_with_its_evidence(alike):
    told = suggest_joins(at=NOW)
    link = PartyLink.objects.get()
    assert (link.a, link.b, link.state, link.score, link.made_at) == (*alike, "suggested", 1, NOW)
    assert link.evidence == "names alike: \u201cAlder Freight Inc.\u201d and \u201calder-freight\u201d"
    assert (told.names, told.suggested) == (2, 1)


def test_nothing_is_joined_by_a_likeness(alike):
    suggest_joins(at=NOW)
    assert Party.objects.filter(joined_to=None).count() == 2


def test_names_are_compared_again_only_when_something_has_changed(alike, crm):
    assert suggest_joins(at=NOW)
    assert suggest_joins(at=NOW) is None
    a_customer(crm, "Birch Labs", external_id="002")
    assert suggest_joins(at=NOW).names == 3
    assert NameComparison.objects.count() == 1


def test_what_was_rejected_is_never_suggested_again(alike, company, crm):
    suggest_joins(at=NOW)
    reject_join(link=PartyLink.objects.get(), by=company.sales, at=NOW)
    billing = a_source("Billing", function="")
    a_customer(billing, "Alder Freight", external_id="b1", joined_to=alike[0])
    suggest_joins(at=NOW)
    assert waiting() == set()


def test_a_suggestion_that_holds_no_longer_is_withdrawn(alike):
    suggest_joins(at=NOW)
    Party.objects.filter(pk=alike[1].pk).update(name="Birch Labs")
    suggest_joins(at=NOW)
    assert not PartyLink.objects.exists()


def test_customers_that_are_one_already_are_not_asked_about(alike):
    suggest_joins(at=NOW)
    Party.objects.filter(pk=alike[1].pk).update(joined_to=alike[0])
    assert waiting() == set()
    suggest_joins(at=NOW)
    assert not PartyLink.objects.exists()


def test_people_ids_and_deleted_rows_have_no_name_to_compare(crm, events):
    a_customer(crm, "Alder Freight", external_id="001")
    a_customer(events, "Alder Freight", external_id="p1", kind="person")
    a_customer(events, "Alder Freight", external_id="ws1", deleted_at=NOW)
    keyed = a_customer(events, "alder freight", external_id="ws2")
    PartyKey.objects.create(namespace="workspace", value="alder freight", party=keyed, is_own=True)
    assert suggest_joins(at=NOW).suggested == 0


def keeps(source, *customers):
    """The system keeps an account of its own, with an id, for each of these customers; the accounts."""
    accounts = []
    for customer in customers:
        name = f"{source.name} {customer.pk}"
        account = a_customer(source, "", external_id=name, joined_to=customer)
        PartyKey.objects.create(namespace=source.name, value=name.lower(), party=account, is_own=True)
        accounts.append(account)
    return accounts


def test_what_a_system_keeps_as_two_is_suggested_last_with_that_reason(alike, crm, events):
    weaker = a_customer(crm, "Birch Laboratory", external_id="002"), a_customer(events, "birch-laboratories", external_id="ws2")
    keeps(a_source("Billing", function=""), *alike)
    suggest_joins(at=NOW)
    assert [(link.a, link.kept_apart) for link in PartyLink.objects.to_decide()] == [(weaker[0], 0), (alike[0], 1)]
    last = PartyLink.objects.to_decide().last()
    assert last.evidence == "names alike: “Alder Freight Inc.” and “alder-freight”; kept as two by Billing"
    keeps(a_source("Desk", function=""), *alike)
    a_customer(crm, "Cedar Mills", external_id="003")
    suggest_joins(at=NOW)
    last.refresh_from_db()
    assert (last.kept_apart, last.evidence.rpartition("; ")[2]) == (2, "kept as two by Billing, Desk")


def test_an_account_that_was_deleted_or_merged_or_is_only_named_by_a_domain_keeps_nobody_apart(alike, crm):
    billing, desk, mail = (a_source(name, function="") for name in ("Billing", "Desk", "Mail"))
    first = keeps(billing, *alike)[0]
    Party.objects.filter(pk=first.pk).update(deleted_at=NOW)
    [first, second] = keeps(desk, *alike)
    Party.objects.filter(pk=second.pk).update(merged_into=first)
    keeps(mail, *alike)
    PartyKey.objects.filter(namespace="Mail").update(namespace="domain")
    suggest_joins(at=NOW)
    assert PartyLink.objects.get().kept_apart == 0


def test_the_task_suggests(alike, time_machine):
    time_machine.move_to(NOW, tick=False)
    suggest_joins_task()
    assert waiting() == {("Alder Freight Inc.", "alder-freight")}
