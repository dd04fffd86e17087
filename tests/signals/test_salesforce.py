"""Salesforce against a fake that behaves as its guides say."""

from datetime import datetime, timedelta

import pytest

from signals import presets, pulls
from signals.connectors import check
from signals.models import Party, Pull, Source, Stream, Work, WorkEvent
from signals.services import save_source
from tests.signals.fakes.salesforce import KEY, SECRET, FakeSalesforce
from tests.signals.sources import NOW, counts, run

pytestmark = pytest.mark.django_db


@pytest.fixture
def salesforce(httpserver) -> FakeSalesforce:
    return FakeSalesforce().serve(httpserver)


@pytest.fixture
def source(httpserver, salesforce) -> Source:
    return connected(httpserver)


def connected(httpserver, *streams: str, secret: str = f"{KEY}:{SECRET}") -> Source:
    """A source from the preset with nothing but an address and a credential; some of its streams only where they are named."""
    said = {"settings": {"base_url": httpserver.url_for("/")}, "allow_private": True, "allow_http": True, "currency": "EUR"}
    entry = presets.entry_of("salesforce", "Salesforce", **said)
    if streams:
        entry = entry.model_copy(update={"streams": [told for told in entry.streams if told.name in streams]})
    return save_source(entry=entry, secret=secret)


def a_day(number: int, hour: int = 9) -> str:
    return f"2026-03-{number:02}T{hour:02}:00:00+00:00"


def queries(salesforce: FakeSalesforce, of: str) -> list[str]:
    return [request.args["q"] for request in salesforce.asked if f" FROM {of} " in request.args.get("q", "")]


def test_an_opportunity_a_lead_and_their_account_come_in(salesforce, source):
    salesforce.put("Account", "0011", a_day(1), Name="Acme", Website="https://www.acme.com", OwnerId="0052")
    salesforce.put("Contact", "0031", a_day(1), Name="Kim Lee", Email="kim@acme.com", AccountId="0011")
    salesforce.put(
        "Lead", "00Q1", a_day(1), Name="Jo", Company="Beta", Status="Working - Contacted", IsConverted=False, OwnerId="00G1"
    )
    said = {"StageName": "Closed Won", "IsClosed": True, "IsWon": True, "Amount": 1200.5, "CloseDate": "2026-03-02"}
    salesforce.put("Opportunity", "0061", a_day(1), Name="Acme 40", AccountId="0011", OwnerId="0051", **said)
    pull = run(source)
    assert (pull.error, pull.state, pull.rows_rejected) == ("", "done", 0)
    deal, lead = Work.objects.get(kind="opportunity"), Work.objects.get(kind="lead")
    assert (deal.title, deal.status_category, float(deal.amount), deal.currency) == ("Acme 40", "won", 1200.5, "EUR")
    assert (deal.holder, deal.closed_at.date().isoformat(), deal.closed_precision) == ("ada@example.com", "2026-03-02", "day")
    assert (lead.status_category, lead.holder) == ("open", "Inbound")
    account = Party.objects.get(name="Acme")
    assert deal.party.customer == account
    assert Party.objects.get(name="Kim Lee").customer == account
    assert Work.objects.get(kind="account").holder == "ben@example.com"


def test_each_change_of_owner_and_stage_is_one_event(salesforce, httpserver):
    source = connected(httpserver, "opportunities", "opportunity stages", "opportunity changes")
    salesforce.put("Opportunity", "0061", a_day(4), Name="Acme", StageName="Closed Lost", IsClosed=True, IsWon=False)
    salesforce.stage("0061", a_day(1), "Prospecting")
    salesforce.stage("0061", a_day(2), "Prospecting", Amount=900)
    salesforce.stage("0061", a_day(3), "Closed Lost")
    salesforce.change("OpportunityFieldHistory", "0061", a_day(3), "StageName", "Prospecting", "Closed Lost")
    salesforce.change("OpportunityFieldHistory", "0061", a_day(2), "Owner", "0051", "0052")
    run(source)
    events = WorkEvent.objects.order_by("at").values_list("kind", "from_value", "to_value", "actor", "work__title")
    assert list(events) == [
        ("status", "", "Prospecting", "ada@example.com", "Acme"),
        ("holder", "ada@example.com", "ben@example.com", "ada@example.com", "Acme"),
        ("status", "Prospecting", "Closed Lost", "ada@example.com", "Acme"),
    ]


def test_a_stage_that_changes_later_is_told_with_what_it_was(salesforce, httpserver):
    source = connected(httpserver, "opportunity stages")
    salesforce.stage("0061", a_day(1), "Prospecting")
    run(source)
    salesforce.stage("0061", a_day(2), "Proposal")
    run(source)
    assert WorkEvent.objects.get(to_value="Proposal").from_value == "Prospecting"
    assert WorkEvent.objects.count() == 2


def test_leads_and_accounts_change_hands(salesforce, source):
    salesforce.put("Lead", "00Q1", a_day(1), Name="Jo", Status="Closed - Not Converted", IsConverted=False)
    salesforce.put("Account", "0011", a_day(1), Name="Acme")
    salesforce.change("LeadHistory", "00Q1", a_day(2), "Status", "Working - Contacted", "Closed - Not Converted", by="0052")
    salesforce.change("AccountHistory", "0011", a_day(2), "Owner", "0051", "0052")
    run(source)
    events = WorkEvent.objects.order_by("work__kind").values_list("work__kind", "kind", "to_value", "actor")
    assert list(events) == [
        ("account", "holder", "ben@example.com", "ada@example.com"),
        ("lead", "status", "Closed - Not Converted", "ben@example.com"),
    ]


def test_many_rows_of_one_instant_come_in_parts(salesforce, httpserver):
    salesforce.part = 100
    source = connected(httpserver, "contacts")
    for number in range(450):
        salesforce.put("Contact", f"003{number:04}", a_day(1), Name=f"Person {number}")
    assert counts(run(source)) == (450, 450, 0, 0, 0)
    assert source.pulls.get().rows_known == 450
    assert len(queries(salesforce, "Contact")) == 1


def test_a_pull_that_was_stopped_goes_on_by_instant_and_id(salesforce, httpserver):
    salesforce.part = 100
    source = connected(httpserver, "contacts")
    for number in range(250):
        salesforce.put("Contact", f"003{number:04}", a_day(1), Name=f"Person {number}")
    assert counts(run(source)) == (250, 250, 0, 0, 0)
    source.streams.update(cursor={"until": a_day(9), "next": ["changed", [a_day(1), "0030199"]], "rows": 200})
    assert counts(run(source)) == (50 + 250, 0, 0, 300, 0), "what was left, then all of that instant once more"


def test_a_place_that_salesforce_forgot_is_found_again_by_the_last_row(salesforce, httpserver):
    salesforce.part = 100
    source = connected(httpserver, "contacts")
    for number in range(250):
        salesforce.put("Contact", f"003{number:04}", a_day(1), Name=f"Person {number}")
    salesforce.expired = {f"01g{number}-{end}" for number in range(9) for end in (100,)}
    assert counts(run(source)) == (250, 250, 0, 0, 0)
    assert "AND Id > '0030099'" in queries(salesforce, "Contact")[1]
    assert source.pulls.get().rows_known == 250


def test_only_what_changed_is_asked_for_again_up_to_a_bound(salesforce, httpserver):
    source = connected(httpserver, "contacts")
    salesforce.put("Contact", "0031", a_day(1), Name="Kim")
    salesforce.put("Contact", "0032", a_day(2), Name="Jo")
    run(source)
    salesforce.put("Contact", "0031", a_day(3), Name="Kim Lee")
    assert counts(run(source)) == (2, 0, 1, 1, 0)
    asked = queries(salesforce, "Contact")[1]
    assert "SystemModstamp >= 2026-03-02T08:50:00Z" in asked
    assert "SystemModstamp <= 20" in asked


def test_what_is_deleted_is_marked_and_what_is_restored_is_not(salesforce, httpserver):
    source = connected(httpserver, "opportunities")
    salesforce.put("Opportunity", "0061", a_day(1), Name="Acme", IsClosed=False, IsWon=False)
    run(source)
    salesforce.put("Opportunity", "0061", a_day(2), IsDeleted=True)
    assert run(source).rows_deleted == 1
    assert not Work.objects.present().exists()
    salesforce.put("Opportunity", "0061", a_day(3), IsDeleted=False)
    run(source)
    assert Work.objects.present().get().title == "Acme"


def test_after_a_gap_longer_than_the_recycle_bin_all_ids_are_compared(salesforce, httpserver):
    salesforce.part = 2
    source = connected(httpserver, "opportunities")
    for number in range(5):
        salesforce.put("Opportunity", f"006{number}", a_day(1), Name=f"Deal {number}", IsClosed=False, IsWon=False)
    run(source)
    del salesforce.rows["Opportunity"]["0063"]
    assert run(source).rows_deleted == 0
    cursor = Stream.objects.get().cursor
    long_ago = datetime.fromisoformat(cursor["read_at"]) - timedelta(days=15)
    Stream.objects.update(cursor={**cursor, "read_at": long_ago.isoformat()})
    assert run(source).rows_deleted == 1
    assert Work.objects.exclude(deleted_at=None).get().title == "Deal 3"


def test_merged_accounts_lead_to_the_one_that_is_left(salesforce, httpserver):
    source = connected(httpserver, "accounts", "opportunities")
    salesforce.put("Account", "0011", a_day(1), Name="Acme Ltd")
    salesforce.put("Account", "0012", a_day(1), Name="Acme")
    salesforce.put("Opportunity", "0061", a_day(1), Name="Old", AccountId="0011", IsClosed=False, IsWon=False)
    run(source)
    salesforce.merge("Account", "0011", "0012", a_day(2))
    run(source)
    assert Work.objects.get(kind="opportunity").party.customer.name == "Acme"
    assert [party.name for party in Party.objects.customers()] == ["Acme"]


@pytest.mark.django_db(transaction=True)
def test_a_session_that_expires_in_the_middle_is_renewed(salesforce, httpserver):
    salesforce.part = 2
    source = connected(httpserver, "contacts")
    for number in range(5):
        salesforce.put("Contact", f"003{number}", a_day(1), Name=f"Person {number}")
    served = salesforce._part

    def expire_once(rows, start):
        if start == 2:
            salesforce.token, salesforce._part = "another", served
        return served(rows, start)

    salesforce._part = expire_once
    assert counts(run(source)) == (5, 5, 0, 0, 0)
    assert salesforce.paths().count("/services/oauth2/token") == 2


def test_a_session_given_as_the_credential_asks_to_reconnect_when_it_expires(salesforce, httpserver):
    source = connected(httpserver, "contacts", secret="00D1!session")
    salesforce.token = "00D1!session"
    assert run(source).state == "done"
    salesforce.token = "00D1!another"
    run(source)
    source.refresh_from_db()
    assert source.state == "reconnect"


def test_the_reserve_of_requests_is_left_to_others(salesforce, httpserver):
    salesforce.part, salesforce.requests, salesforce.used = 1, 100, 80
    source = connected(httpserver, "opportunities")
    for number in range(9):
        salesforce.put("Opportunity", f"006{number}", a_day(1), Name=f"Deal {number}", IsClosed=False, IsWon=False)
    pull = run(source)
    source.refresh_from_db()
    assert (pull.state, source.state, salesforce.used) == ("due", "paused_quota", 90)
    assert 0 < pull.rows_read == Work.objects.count() < 9
    salesforce.used = 0
    assert run(source, NOW + timedelta(hours=2)).rows_read == 9
    source.refresh_from_db()
    assert source.state == "active"


def test_requests_that_are_spent_pause_the_source(salesforce, httpserver):
    source = connected(httpserver, "contacts")
    salesforce.used = salesforce.requests
    run(source)
    source.refresh_from_db()
    assert source.state == "paused_quota"


def test_an_organisation_with_several_currencies_tells_them(salesforce, httpserver):
    salesforce.fields["Opportunity"].add("CurrencyIsoCode")
    source = connected(httpserver, "opportunities")
    salesforce.put("Opportunity", "0061", a_day(1), Name="Acme", Amount=5, CurrencyIsoCode="USD", IsClosed=False, IsWon=False)
    run(source)
    assert Work.objects.get().currency == "USD"


def test_a_field_that_is_hidden_from_the_account_is_named(salesforce, httpserver):
    salesforce.fields["Opportunity"].discard("Amount")
    pull = run(connected(httpserver, "opportunities"))
    assert "No such column 'Amount' on entity 'Opportunity'" in pull.error
    assert "Let this account see it" in pull.error


def test_a_history_that_is_not_kept_is_left_out_and_the_check_says_so(salesforce, source):
    del salesforce.fields["LeadHistory"]
    salesforce.put("Account", "0011", a_day(1), Name="Acme")
    assert run(source).state == "done"
    found = check(source)
    assert (found.ok, found.rows) == (True, 1)
    assert found.sentence == (
        "Salesforce answers for Acme GmbH: 1 records would come. It keeps no LeadHistory: those changes will not come."
    )


def test_parts_that_lead_nowhere_are_not_followed(salesforce, httpserver):
    source = connected(httpserver, "contacts")
    salesforce.put("Contact", "0031", a_day(1), Name="Kim")
    stuck = {"totalSize": 9, "done": False, "nextRecordsUrl": "/services/data/v62.0/query/01gX-1"}
    salesforce.locators["01gX-1"] = ([], 0)
    row = {"Id": "0031", "Name": "Kim", "SystemModstamp": "2026-03-01T09:00:00.000+0000", "IsDeleted": False}
    salesforce._part = lambda rows, start: {**stuck, "records": [row]}
    assert "stands still" in run(source).error


def test_a_backfill_reads_from_an_instant_on_and_leaves_the_cursor_alone(salesforce, httpserver):
    source = connected(httpserver, "contacts")
    for number in range(1, 6):
        salesforce.put("Contact", f"003{number}", a_day(number), Name="x")
    run(source)
    cursor = Stream.objects.get().cursor
    opened = pulls.open_pull(source, NOW, kind=Pull.Kind.BACKFILL, since=datetime.fromisoformat(a_day(3)))
    assert counts(pulls.pull(pulls.claim(opened.pk, NOW), now=lambda: NOW)) == (3, 0, 0, 3, 0)
    assert Stream.objects.get().cursor == cursor


def test_an_organisation_that_hides_its_name_is_checked_all_the_same(salesforce, httpserver):
    del salesforce.fields["Organization"]
    found = check(connected(httpserver, "contacts"))
    assert (found.ok, found.rows) == (True, 0)
    assert "an organisation whose name it may not see" in found.sentence
