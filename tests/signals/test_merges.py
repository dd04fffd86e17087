"""Accounts merged at their source: the old id leads to the new one, no history is rewritten, and it can be undone."""

import pytest

from signals.models import Party, PartyLink, Work
from signals.services import undo_join
from tests.signals.sources import NOW, file_source, run, stream, write_lines

pytestmark = pytest.mark.django_db
PARTY = {"name": "name", "keys": {"crm_account": "id", "domain": "domain"}}
DEAL = {"work": {"kind": {"const": "deal"}, "party": {"keys": {"crm_account": "account"}}}}


@pytest.fixture
def load(tmp_path):
    """Pull accounts, with what they say of merges, and deals."""

    def make(accounts=(), deals=(), **merges):
        write_lines(tmp_path / "accounts.jsonl", accounts)
        write_lines(tmp_path / "deals.jsonl", deals)
        party = {"party": PARTY | merges}
        told = stream(
            name="accounts",
            file="accounts.jsonl",
            records=[party],
            deleted="deleted",
            version={"from": "v", "format": "integer"},
        )
        return run(file_source(tmp_path, told, stream(file="deals.jsonl", records=[DEAL]), name="CRM"))

    return make


def account(number, **said):
    return {"id": number, "name": f"Account {number}", "v": 1, **said}


def customers():
    return {work.external_id: work.party.customer.external_id for work in Work.objects.all()}


def merged(load, told, merges):
    """Two accounts with a deal each; then what the source tells of their merge."""
    load([account("1"), account("2")], [{"id": "d1", "account": "1"}, {"id": "d2", "account": "2"}], **merges)
    load(told, [{"id": "d1", "account": "1"}, {"id": "d2", "account": "2"}, {"id": "d3", "account": "1"}], **merges)


INTO = {"merged_into": "master"}
IDS = {"merged_ids": "others"}


@pytest.mark.parametrize(
    ("told", "merges"),
    [
        ([account("1", v=2, deleted=True, master="2"), account("2", v=2)], INTO),
        ([account("2", v=2, others=["1"])], IDS),
        ([account("2", v=2, others="1;99")], IDS),
    ],
)
def test_the_old_id_leads_to_the_new_one_and_the_history_is_kept(load, told, merges):
    merged(load, told, merges)
    assert customers() == {"d1": "2", "d2": "2", "d3": "2"}
    old = Party.objects.get(external_id="1")
    assert old.merged_into.external_id == "2"
    assert set(Work.objects.filter(party=old).values_list("external_id", flat=True)) == {"d1", "d3"}
    assert [found.external_id for found in Party.objects.customers()] == ["2"]
    assert PartyLink.objects.get().evidence == "merged by its source: 1 is 2 now"


def test_an_old_id_that_nobody_has_seen_leads_to_the_new_one_when_it_comes(load):
    load([account("2", others=["1"])], [], **IDS)
    assert Party.objects.count() == 1
    load([account("2", others=["1"])], [{"id": "d1", "account": "1"}], **IDS)
    assert customers() == {"d1": "2"}


def test_the_record_it_was_merged_into_may_come_later(load):
    load([account("1", deleted=True, master="2")], [{"id": "d1", "account": "1"}], **INTO)
    load([account("1", deleted=True, master="2"), account("2")], [{"id": "d1", "account": "1"}], **INTO)
    assert customers() == {"d1": "2"}
    assert Party.objects.customers().get().name == "Account 2"


def test_a_chain_of_merges_leads_to_its_end(load):
    accounts = [account("1", master="2"), account("2", master="3"), account("3")]
    load(accounts, [{"id": "d1", "account": "1"}], **INTO)
    assert customers() == {"d1": "3"}


def test_merging_twice_is_merging_once(load):
    told = [account("1", v=2, deleted=True, master="2"), account("2", v=2)]
    merged(load, told, INTO)
    merged(load, told, INTO)
    assert PartyLink.objects.count() == 1


def test_a_merge_that_was_undone_stays_undone(load, company):
    merged(load, [account("1", v=2, master="2"), account("2", v=2)], INTO)
    undo_join(link=PartyLink.objects.get(), by=company.sales, at=NOW)
    assert customers() == {"d1": "1", "d2": "2", "d3": "1"}
    load([account("1", v=3, master="2"), account("2", v=3)], [], **INTO)
    assert Work.objects.get(external_id="d1").party.customer.external_id == "1"


def test_an_account_that_merges_with_itself_is_left_alone(load):
    load([account("1", master="1", others=["1", ""])], [], **INTO, **IDS)
    assert Party.objects.get().merged_into is None


def test_a_deleted_row_stands_on_for_the_rows_that_are_joined_to_it(load):
    load([account("1", domain="acme.example"), account("2", domain="acme.example")], [])
    load([account("1", domain="acme.example", deleted=True, v=2), account("2", domain="acme.example")], [])
    assert [found.external_id for found in Party.objects.customers()] == ["1"]
