"""Coverage: counted after pulls and decisions, set by set; shares and sentences; openable down to the records."""

from datetime import timedelta

import pytest
from django.urls import reverse

from signals.counting import count_customers, newest_count, private_parties
from signals.coverage import Counted, by_function, counted, kinds_that_name, sentence
from signals.models import Coverage, Party, PartyKey, PartyLink, PartyRecords, Pull
from signals.services import confirm_join
from signals.tasks import count_customers as count_customers_task
from tests.signals.asking import count_queries
from tests.signals.rows import NOW, a_customer, a_signal, a_source, day, some_work


def of(function, records, resolved, unnamed=0):
    return Counted("all", "CRM", function, records, resolved, unnamed, 1)


def test_the_sentence_says_how_many_and_who_least():
    covered = by_function([of("sales", 900, 900), of("marketing", 100, 41), of("", 10, 10)])
    assert sentence(covered) == (
        "951 of 1,010 records that can name a customer (94%) lead to one. Marketing\u2019s lead there least: 41%. "
        "Of Product and Creative there is no record at all."
    )
    assert [one.label for one in covered] == ["Product", "Marketing", "Creative", "Sales", "Shared"]


@pytest.mark.parametrize(("resolved", "said"), [(0, "0%"), (1, "under 1%"), (500, "50%"), (999, "over 99%"), (1000, "100%")])
def test_a_share_is_never_all_or_nothing_where_it_is_not(resolved, said):
    assert f"({said})" in sentence(by_function([of("sales", 1000, resolved)]))


def test_without_a_record_nothing_is_claimed():
    assert sentence(by_function([])) == "No record has been counted yet."
    assert by_function([])[0].share is None


def test_a_stream_that_is_gone_is_left_out():
    row = {"records": 2, "resolved": 1, "unnamed": 1}
    assert counted([{"stream": 1, **row}, {"stream": 2, **row}], {2: ("all", "CRM", "sales")}) == [
        Counted("all", "CRM", "sales", 2, 1, 1, 2)
    ]


def test_what_by_its_mapping_names_no_customer_is_no_failure_to_resolve():
    work, spend = {"work": {"kind": "lead", "party": {"keys": {"email": "email"}}}}, {"signal": {"metric": "cost", "at": "day"}}
    assert kinds_that_name({"records": [work, spend]}) == ["work"]
    assert kinds_that_name({"records": [spend, {"party": {"keys": {"id": "id"}}}]}) == []
    assert kinds_that_name({}) == ["work", "signals"]
    campaigns = Counted("campaigns", "CRM", "creative", 0, 0, 0, apart=70)
    said = sentence(by_function([of("sales", 10, 9), campaigns]))
    assert said.endswith("Of Product and Marketing there is no record at all. Of Creative no record can name a customer.")
    assert said.startswith("9 of 10 records that can name a customer")


@pytest.fixture
def world(db):
    """An account with a deal and a signal; work of nobody; a lead from a private address, one from a company's."""
    crm, leads = a_source("CRM"), a_source("Leads", function="marketing")
    acme = a_customer(crm, "Acme", external_id="001")
    private = a_customer(leads, "ben@gmail.com", kind="person")
    company = a_customer(leads, "ada@birch.example", kind="person")
    PartyKey.objects.create(namespace="domain", value="birch.example", party=company)
    some_work(crm, 1, kind="deal", party=acme)
    some_work(crm, 2, kind="deal")
    some_work(crm, 3, kind="deal", deleted_at=NOW)
    a_signal(crm, "crm.call", day(3), party=acme)
    for number, party in enumerate((private, company, private)):
        some_work(leads, number, party=party)
    Pull.objects.update(rows_read=1, rows_new=1)
    return {"crm": crm, "leads": leads, "acme": acme, "private": private}


def shares():
    return {one.function: (one.resolved, one.records) for one in by_function(newest_count()[1]) if one.records}


def test_each_record_is_counted_by_whom_it_names(world):
    found = count_customers(at=NOW)
    assert shares() == {"marketing": (1, 3), "sales": (2, 3)}
    assert (found.customers, found.seen_by_all, found.counted_at) == (3, 0, NOW)
    assert private_parties(world["leads"].streams.get().pk, 9) == [(world["private"], 2)]


def test_nothing_is_counted_again_until_a_pull_or_a_decision_changes_something(world, company):
    count_customers(at=NOW)
    assert count_customers(at=NOW) is None
    some_work(world["leads"], 9)
    Pull.objects.create(source=world["leads"], state="done", due_at=NOW, rows_read=1, rows_unchanged=1)
    assert count_customers(at=NOW) is None
    Pull.objects.create(source=world["leads"], state="done", due_at=NOW, rows_read=1, rows_new=1)
    assert count_customers(at=NOW)
    assert shares()["marketing"] == (1, 4)
    assert Coverage.objects.count() == 1


def test_a_join_that_a_person_confirms_counts_at_once(world, company):
    count_customers(at=NOW)
    link = PartyLink.objects.create(a=world["acme"], b=world["private"], state="suggested", evidence="x", made_at=NOW)
    confirm_join(link=link, by=company.sales, at=NOW + timedelta(seconds=1))
    assert count_customers(at=NOW + timedelta(minutes=1))
    assert shares()["marketing"] == (3, 3)


def test_a_customer_is_seen_by_the_functions_that_have_records_of_it(world, client_of, company):
    for function in ("product", "creative"):
        a_signal(a_source(function, function=function), "seen", day(2), party=world["acme"])
    some_work(world["leads"], 7, party=world["acme"])
    Pull.objects.update(rows_read=1, rows_new=1)
    assert count_customers(at=NOW).seen_by_all == 1
    shown = client_of(company.member).get(reverse("signals:customers"), {"seen": "all"}).content.decode()
    assert "Acme" in shown
    assert "1 seen by all four functions" in shown
    assert "birch.example" not in shown


def test_the_task_counts(world, time_machine):
    time_machine.move_to(NOW, tick=False)
    count_customers_task()
    assert Coverage.objects.get().counted_at == NOW


def test_the_shares_stand_on_the_customers_page_and_open_down_to_the_records(world, client_of, company, time_machine):
    time_machine.move_to(NOW, tick=False)
    count_customers(at=NOW)
    client = client_of(company.member)
    shown = client.get(reverse("signals:customers")).content.decode()
    assert "3 of 6 records that can name a customer (50%) lead to one." in shown
    sales = client.get(reverse("signals:coverage", args=["sales"])).content.decode()
    assert "1 of 3 records lead to no customer; 67% do." in sales
    assert "deal 2" in sales
    assert "deal 3" not in sales
    marketing = client.get(reverse("signals:coverage", args=["marketing"])).content.decode()
    assert "ben@gmail.com" in marketing
    assert client.get(reverse("signals:coverage", args=["nobody"])).status_code == 404
    assert "No record of this function" in client.get(reverse("signals:coverage", args=["product"])).content.decode()


def test_many_unresolved_records_come_in_pages_and_ask_as_many_queries_as_one(world, client_of, company):
    count_customers(at=NOW)
    client, address = client_of(company.member), reverse("signals:coverage", args=["sales"])
    client.get(address)
    before = count_queries(client, address)
    for number in range(10, 70):
        some_work(world["crm"], number, kind="deal", title=f"Deal of nobody {number}", opened_at=day(80 - number))
    for back in range(60):
        a_signal(world["crm"], f"crm.call{back}", day(back % 20))
    assert count_queries(client, address) == before
    first = client.get(address).content.decode()
    assert "Deal of nobody 69" in first
    assert "Deal of nobody 10" not in first
    after = first.partition("&amp;work=")[2].partition('"')[0]
    assert "Deal of nobody 10" in client.get(address, {"work": after}).content.decode()
    assert "More signals" not in client.get(address, {"signals": 50}).content.decode()


def test_pages_of_customers_read_what_was_counted_and_count_nothing(world, client_of, company):
    count_customers(at=NOW)
    PartyRecords.objects.all().delete()
    Party.objects.filter(pk=world["private"].pk).update(deleted_at=NOW)
    shown = client_of(company.member).get(reverse("signals:customers")).content.decode()
    assert "3 of 6 records that can name a customer (50%) lead to one." in shown


def test_campaigns_and_spend_are_counted_apart_and_not_listed(world, client_of, company):
    stream = world["leads"].streams.get()
    stream.mapping = {
        "records": [{"work": {"kind": "lead", "party": {"keys": {"email": "email"}}}}, {"signal": {"metric": "c"}}]
    }
    stream.save()
    some_work(world["leads"], 8, title="A lead of nobody")
    a_signal(world["leads"], "cost.marketing", day(3))
    count_customers(at=NOW)
    [leads] = [one for one in newest_count()[1] if one.function == "marketing"]
    assert (leads.records, leads.resolved, leads.unnamed, leads.apart, leads.kinds) == (4, 1, 1, 1, ("work",))
    shown = client_of(company.member).get(reverse("signals:coverage", args=["marketing"])).content.decode()
    assert "A lead of nobody" in shown
    assert "cost.marketing" not in shown
    assert "1 record such as campaigns or spend" in shown
