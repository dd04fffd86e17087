"""Records resolve to one customer by exact keys; every join shows its evidence and can be undone."""

import pytest
from django.core.exceptions import ValidationError

from signals.mapping.keys import normalise, party_keys
from signals.models import Party, PartyLink, Work
from signals.services import confirm_join, reject_join, undo_join
from tests.signals.sources import NOW, file_source, run, stream, write_lines

pytestmark = pytest.mark.django_db


@pytest.fixture
def load(tmp_path):
    def load_work(work, name, *records):
        write_lines(tmp_path / f"{name}.jsonl", records)
        return run(file_source(tmp_path, stream(file=f"{name}.jsonl", records=[{"work": work}]), name=name))

    def make(name, keys, *records):
        party = {"name": "company", "keys": {key: key for key in keys}}
        return load_work({"kind": {"const": name}, "party": party}, name, *records)

    make.work = load_work
    return make


def customers() -> dict[str, str]:
    """The customer of each piece of work, by the key that stands for it."""
    return {work.external_id: work.party.customer.external_id for work in Work.objects.exclude(party=None)}


def test_a_shared_key_joins_across_sources(load):
    load(
        "crm",
        ["crm_account", "domain"],
        {"id": "d1", "crm_account": "A-1", "domain": "https://www.Acme.example/about", "company": "Acme"},
    )
    load("desk", ["email"], {"id": "t1", "email": "Ada@ACME.example"}, {"id": "t2", "email": "ben@gmail.com"})
    assert customers() == {"d1": "a-1", "t1": "a-1", "t2": "ben@gmail.com"}
    assert PartyLink.objects.get().evidence == "the same domain: acme.example"


def test_external_ids_that_systems_keep_of_each_other_join(load):
    load("leads", ["lead"], {"id": "l1", "lead": "77"})
    load("crm", ["crm_account", "lead"], {"id": "d1", "crm_account": "A-1", "lead": "77"}, {"id": "d2", "crm_account": "A-1"})
    assert len(set(customers().values())) == 1
    assert Party.objects.customers().count() == 1


@pytest.mark.parametrize("leads_first", [True, False])
def test_the_order_of_the_sources_does_not_matter(load, company, leads_first):
    loads = [
        ("leads", ["lead"], {"id": "l1", "lead": "77"}),
        ("crm", ["crm_account", "lead"], {"id": "d1", "crm_account": "A-1", "lead": "77"}),
    ]
    for told in loads if leads_first else reversed(loads):
        load(*told)
    assert len(set(customers().values())) == 1
    undo_join(link=PartyLink.objects.get(), by=company.sales, at=NOW)
    assert customers() == {"l1": "77", "d1": "a-1"}


def test_a_chain_of_keys_is_one_customer(load):
    load("one", ["a"], {"id": "1", "a": "x"}, {"id": "2", "a": "y"}, {"id": "3", "a": "z"})
    load("two", ["b", "a"], {"id": "4", "b": "p", "a": "x"}, {"id": "5", "b": "q", "a": "y"})
    load("three", ["c", "b"], {"id": "6", "c": "r", "b": "p"}, {"id": "7", "c": "r", "b": "q"})
    assert len({customers()[number] for number in "124567"}) == 1
    assert Party.objects.customers().count() == 2


def test_a_join_can_be_undone_and_stays_undone(load, company):
    load("crm", ["crm_account", "domain"], {"id": "d1", "crm_account": "A-1", "domain": "acme.example"})
    load("desk", ["account", "domain"], {"id": "t1", "account": "9", "domain": "acme.example"})
    assert customers() == {"d1": "a-1", "t1": "a-1"}
    link = undo_join(link=PartyLink.objects.get(), by=company.sales, at=NOW)
    assert (link.state, link.decided_by) == ("undone", company.sales)
    assert customers() == {"d1": "a-1", "t1": "9"}
    load("desk", ["account", "domain"], {"id": "t2", "account": "9", "domain": "acme.example"})
    assert customers()["t2"] == "9"
    confirm_join(link=link, by=company.sales, at=NOW)
    assert set(customers().values()) == {"a-1"}


def test_undoing_one_join_leaves_the_others(load, company):
    load("one", ["a"], {"id": "1", "a": "x"})
    load("two", ["b", "a"], {"id": "2", "b": "p", "a": "x"})
    load("three", ["c", "a"], {"id": "3", "c": "r", "a": "x"})
    undo_join(link=PartyLink.objects.order_by("pk").first(), by=company.sales, at=NOW)
    found = customers()
    assert found["1"] == found["3"] != found["2"]


def test_a_decision_is_refused_where_there_is_nothing_to_decide(load, company):
    load("one", ["a"], {"id": "1", "a": "x"})
    load("two", ["b", "a"], {"id": "2", "b": "p", "a": "x"})
    link = PartyLink.objects.get()
    for decide in (confirm_join, reject_join):
        with pytest.raises(ValidationError, match="nothing was changed"):
            decide(link=link, by=company.sales, at=NOW)


def test_work_that_names_no_account_has_no_customer(load):
    load("crm", ["crm_account"], {"id": "d1", "crm_account": ""}, {"id": "d2", "crm_account": None}, {"id": "d3"})
    assert Work.objects.filter(party=None).count() == 3
    assert not Party.objects.exists()


@pytest.mark.parametrize(
    ("namespace", "text", "value"),
    [
        ("domain", "HTTPS://www.Acme.example:8443/x?y", "acme.example"),
        ("domain", "gmail.com", None),
        ("domain", "not a domain", None),
        ("email", " Ada@Acme.Example ", "ada@acme.example"),
        ("email", "ada at acme", None),
        ("crm_account", "  ACME\u00a0 Corp ", "acme corp"),
    ],
)
def test_keys_are_compared_in_one_form(namespace, text, value):
    assert normalise(namespace, text) == (value and (namespace, value))


def test_an_address_of_a_free_mail_provider_joins_nobody():
    assert party_keys([("email", "ada@gmail.com")]) == (("email", "ada@gmail.com"),)
    assert party_keys([("email", "ada@acme.example")]) == (("email", "ada@acme.example"), ("domain", "acme.example"))


def test_ids_that_systems_keep_of_each_other_are_better_evidence_than_a_domain(load):
    load("leads", ["lead", "domain"], {"id": "l1", "lead": "77", "domain": "acme.example"})
    load("crm", ["crm_account", "domain", "lead"], {"id": "d1", "crm_account": "A-1", "domain": "acme.example", "lead": "77"})
    link = PartyLink.objects.get()
    assert (link.namespace, link.evidence) == ("lead", "the same lead: 77")


@pytest.mark.parametrize(
    "domain", ["gmail.com", "hotmail.co.uk", "gmx.net", "tutanota.com", "mail.ru", "web.de", "qq.com", "sfr.fr"]
)
def test_a_public_mail_provider_is_no_company(domain):
    assert normalise("domain", domain) is None


def test_further_ids_of_its_own_kind_are_of_rows_that_were_merged_into_it(load):
    load("crm", ["account"], {"id": "d1", "account": "1"}, {"id": "d2", "account": "2"})
    merged = {"kind": {"const": "crm"}, "party": {"keys": [["account", "account"], ["account", "old"]]}}
    load.work(merged, "crm", {"id": "d3", "account": "2", "old": "1"}, {"id": "d4", "account": "3", "old": "9"})
    load("crm", ["account"], {"id": "d5", "account": "9"})
    assert customers() == {"d1": "2", "d2": "2", "d3": "2", "d4": "3", "d5": "3"}
    assert Party.objects.get(external_id="1").merged_into.external_id == "2"
