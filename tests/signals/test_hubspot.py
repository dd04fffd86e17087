"""HubSpot against a fake that is as strict as its published descriptions."""

from datetime import datetime, timedelta

import pytest

from signals import presets, pulls
from signals.connectors import check
from signals.models import Party, PartyLink, Pull, Source, Stream, Work, WorkEvent
from signals.services import save_source
from tests.signals.fakes.answering import answer
from tests.signals.fakes.hubspot import CLIENT, REFRESH, SECRET, TOKEN, FakeHubSpot, hurried, spent
from tests.signals.sources import NOW, counts, run

pytestmark = pytest.mark.django_db


@pytest.fixture
def hubspot(httpserver) -> FakeHubSpot:
    return FakeHubSpot().serve(httpserver)


@pytest.fixture
def source(httpserver, hubspot) -> Source:
    return connected(httpserver)


def connected(httpserver, *streams: str) -> Source:
    """A source from the preset with nothing but an address and a token; some of its streams only where they are named."""
    settings = {"base_url": httpserver.url_for("/")}
    entry = presets.entry_of("hubspot", "HubSpot", settings=settings, allow_private=True, allow_http=True)
    if streams:
        entry = entry.model_copy(update={"streams": [told for told in entry.streams if told.name in streams]})
    return save_source(entry=entry, secret=TOKEN)


def a_day(number: int, hour: int = 9) -> str:
    return f"2026-03-{number:02}T{hour:02}:00:00.000Z"


def searches(hubspot: FakeHubSpot) -> int:
    return sum(path.endswith("/search") for path in hubspot.paths())


def test_a_deal_a_lead_and_their_company_come_in(hubspot, source):
    hubspot.put("companies", 1, a_day(1), name="Acme", domain="acme.com")
    hubspot.put("contacts", 2, a_day(1), email="kim@acme.com", firstname="Kim", lastname="Lee", associatedcompanyid="1")
    hubspot.put("contacts", 2, a_day(2), by=9071, lifecyclestage="marketingqualifiedlead", hubspot_owner_id="71")
    hubspot.put("deals", 3, a_day(2), dealname="Acme 40", dealstage="closedwon", amount="1200.50", closedate=a_day(3))
    hubspot.put("deals", 3, a_day(4), deal_currency_code="EUR", hs_primary_associated_company="1", hubspot_owner_id="72")
    pull = run(source)
    assert (pull.error, pull.state, pull.rows_rejected) == ("", "done", 0)
    deal, lead = Work.objects.get(kind="opportunity"), Work.objects.get(kind="lead")
    assert (deal.title, deal.status_category, str(deal.amount.normalize()), deal.currency) == (
        "Acme 40",
        "won",
        "1200.5",
        "EUR",
    )
    assert (deal.holder, deal.closed_at.isoformat()) == ("Ben Ito", "2026-03-03T09:00:00+00:00")
    assert (lead.status, lead.status_category, lead.holder) == ("qualified", "open", "ada@example.com")
    assert deal.party.customer == lead.party.customer == Party.objects.get(external_id="1")


def test_each_change_of_owner_and_stage_is_an_event(hubspot, source):
    hubspot.put("deals", 3, a_day(1), by=9071, dealname="Acme", dealstage="appointmentscheduled", hubspot_owner_id="71")
    hubspot.put("deals", 3, a_day(2), by=9071, hubspot_owner_id="72")
    hubspot.put("deals", 3, a_day(3), dealstage="closedlost")
    run(source)
    events = WorkEvent.objects.order_by("at", "kind").values_list("kind", "from_value", "to_value", "actor", "work__title")
    assert list(events) == [
        ("holder", "", "ada@example.com", "ada@example.com", "Acme"),
        ("status", "", "appointmentscheduled", "ada@example.com", "Acme"),
        ("holder", "ada@example.com", "Ben Ito", "ada@example.com", "Acme"),
        ("status", "appointmentscheduled", "closedlost", "", "Acme"),
    ]
    assert Work.objects.get().status_category == "lost"


def test_a_history_that_hubspot_shortens_forgets_nothing_that_was_read(hubspot, httpserver):
    source = connected(httpserver, "deal changes")
    for number in range(1, 21):
        hubspot.put("deals", 3, a_day(number), dealstage=f"stage {number}")
    run(source)
    hubspot.put("deals", 3, a_day(21), dealstage="stage 21")
    run(source)
    assert WorkEvent.objects.count() == 21
    assert WorkEvent.objects.get(to_value="stage 2").from_value == "stage 1"


def test_objects_deleted_between_their_search_and_their_history_do_no_harm(hubspot, httpserver):
    source = connected(httpserver, "deal changes")
    hubspot.put("deals", 3, a_day(1), dealstage="stage 1")
    own = hubspot.respond
    gone = {"status": "error", "category": "OBJECT_NOT_FOUND", "message": "No deals found"}
    hubspot.respond = lambda request: answer(gone, 404) if request.path.endswith("/batch/read") else own(request)
    pull = run(source)
    assert (pull.state, pull.error, pull.rows_read) == ("done", "", 0)


def test_two_changes_within_a_second_keep_their_order(hubspot, httpserver):
    source = connected(httpserver, "deal changes")
    for at, stage in (("09:00:00Z", "first"), ("09:00:00.250Z", "second"), ("09:00:01Z", "third")):
        hubspot.put("deals", 3, f"2026-03-01T{at}", dealstage=stage)
    run(source)
    assert set(WorkEvent.objects.values_list("from_value", "to_value")) == {
        ("", "first"),
        ("first", "second"),
        ("second", "third"),
    }


def test_only_what_changed_is_asked_for_again(hubspot, httpserver):
    source = connected(httpserver, "companies")
    for number in range(1, 451):
        hubspot.put("companies", number, a_day(2 if number == 450 else 1), name=f"Company {number}")
    assert counts(run(source)) == (450, 450, 0, 0, 0)
    assert (searches(hubspot), Pull.objects.get().rows_known) == (3, 450)
    hubspot.put("companies", 7, a_day(3), name="Seven")
    assert counts(run(source)) == (2, 0, 1, 1, 0)


def test_a_bound_is_fixed_so_that_what_changes_meanwhile_comes_with_the_next_pull(hubspot, httpserver):
    source = connected(httpserver, "companies")
    for number in range(1, 301):
        hubspot.put("companies", number, a_day(1), name=f"Company {number}")
    bounds = []
    answered = hubspot._searched

    def change_meanwhile(kind, body):
        found = answered(kind, body)
        bounds.append(next(test["value"] for test in body["filterGroups"][0]["filters"] if test["operator"] == "LTE"))
        hubspot.put("companies", 1, "2099-01-01T00:00:00Z", name="Renamed")
        return found

    hubspot._searched = change_meanwhile
    run(source)
    assert len(set(bounds)) == 1
    assert datetime.fromisoformat(Stream.objects.get().cursor["mark"]) == datetime.fromisoformat(a_day(1))


def test_more_rows_than_a_search_window_and_all_of_one_instant(hubspot, httpserver, monkeypatch):
    monkeypatch.setattr("tests.signals.fakes.hubspot.WINDOW", 400)
    source = connected(httpserver, "companies")
    for number in range(1, 1_001):
        hubspot.put("companies", number, a_day(1), name=f"Company {number}")
    assert counts(run(source)) == (1_000, 1_000, 0, 0, 0)


def test_what_was_archived_is_marked_and_what_was_restored_is_not(hubspot, source):
    hubspot.put("deals", 3, a_day(1), dealname="Acme", dealstage="closedwon")
    run(source)
    hubspot.archive("deals", 3, a_day(2))
    assert run(source).rows_deleted == 1
    assert (Work.objects.present().count(), Work.objects.get().title) == (0, "Acme")
    hubspot.objects["deals"]["3"]["archived"] = False
    hubspot.put("deals", 3, a_day(3), dealname="Acme again")
    run(source)
    assert Work.objects.present().get().title == "Acme again"


def test_after_a_gap_longer_than_the_archive_all_ids_are_compared(hubspot, httpserver):
    source = connected(httpserver, "companies")
    for number in range(1, 4):
        hubspot.put("companies", number, a_day(1), name=f"Company {number}")
    run(source)
    hubspot.purge("companies", 2)
    assert run(source).rows_deleted == 0
    cursor = Stream.objects.get().cursor
    long_ago = datetime.fromisoformat(cursor["read_at"]) - timedelta(days=90)
    Stream.objects.update(cursor={**cursor, "read_at": long_ago.isoformat()})
    assert run(source).rows_deleted == 1
    assert Party.objects.exclude(deleted_at=None).get().name == "Company 2"
    assert run(source).rows_deleted == 0


def test_merged_companies_lead_to_the_one_that_is_left(hubspot, httpserver):
    source = connected(httpserver, "companies", "deals")
    hubspot.put("companies", 1, a_day(1), name="Acme")
    hubspot.put("companies", 2, a_day(1), name="Acme Ltd")
    hubspot.put("deals", 3, a_day(1), dealname="Old", hs_primary_associated_company="2")
    run(source)
    hubspot.merge("companies", 1, 2, 9, a_day(2))
    assert run(source).rows_deleted == 2
    assert {link.state for link in PartyLink.objects.all()} == {"joined"}
    assert len({party.customer for party in Party.objects.all()}) == 1
    assert Work.objects.get().party.external_id == "2"


def test_merged_leads_are_counted_once(hubspot, httpserver):
    source = connected(httpserver, "contacts")
    hubspot.put("contacts", 1, a_day(1), email="kim@acme.com")
    hubspot.put("contacts", 2, a_day(1), email="k.lee@acme.com")
    run(source)
    hubspot.merge("contacts", 1, 2, 9, a_day(2))
    run(source)
    assert [work.external_id for work in Work.objects.present()] == ["9"]


def test_a_deal_whose_company_stands_in_an_association(hubspot, httpserver):
    source = connected(httpserver, "companies", "deals")
    hubspot.put("companies", 5, a_day(1), name="Acme")
    hubspot.put("deals", 3, a_day(1), dealname="Acme 40")
    hubspot.companies_of["3"] = "5"
    run(source)
    assert Work.objects.get().party.name == "Acme"


def test_campaigns_are_work_and_those_that_are_gone_are_marked(hubspot, httpserver):
    source = connected(httpserver, "campaigns")
    for name in ("Spring", "Autumn"):
        said = {"hs_name": name, "hs_campaign_status": "active", "hs_owner": "71"}
        hubspot.campaigns.append({"id": f"guid-{name}", "properties": said, "createdAt": a_day(1), "updatedAt": a_day(1)})
    run(source)
    del hubspot.campaigns[0]
    run(source)
    work = Work.objects.present().get()
    assert (work.kind, work.title, work.status_category, work.holder) == ("campaign", "Autumn", "open", "ada@example.com")


def test_owners_that_may_not_be_seen_are_told_by_their_ids(hubspot, httpserver):
    hubspot.forbidden = {"/crm/v3/owners/"}
    hubspot.put("deals", 3, a_day(1), dealname="Acme", hubspot_owner_id="71")
    run(connected(httpserver, "deals"))
    assert Work.objects.get().holder == "71"


@pytest.mark.parametrize(
    "lists", ["/crm/v3/owners/", "/crm/v3/associations/deals/companies/batch/read", "/marketing/v3/campaigns/"]
)
def test_a_token_that_is_refused_where_less_would_do_loads_nothing_half(hubspot, httpserver, lists):
    source = connected(httpserver, "deals", "campaigns")
    hubspot.put("deals", 3, a_day(1), dealname="Acme", hubspot_owner_id="71")
    own = hubspot.respond
    hubspot.respond = lambda request: answer({}, 401) if request.path == lists else own(request)
    run(source)
    source.refresh_from_db()
    assert source.state == "reconnect"
    assert "71" not in Work.objects.values_list("holder", flat=True)
    hubspot.respond, source.state = own, "active"
    source.save()
    run(source, NOW + timedelta(hours=1))
    assert Work.objects.get().holder == "ada@example.com"


def test_a_secondly_limit_is_waited_out_and_a_daily_one_pauses_the_source(hubspot, httpserver):
    source, slept = connected(httpserver, "companies"), []
    hubspot.put("companies", 1, a_day(1), name="Acme")
    hubspot.busy = [hurried(2)]
    assert run(source, slept=slept).state == "done"
    assert 2 <= slept[0] <= 3
    hubspot.busy = [spent()]
    pull = run(source, NOW + timedelta(hours=1))
    source.refresh_from_db()
    assert (pull.state, source.state) == ("due", "paused_quota")


def test_the_reserve_of_the_daily_limit_is_left_to_others(hubspot, httpserver):
    source = connected(httpserver, "companies")
    hubspot.daily, hubspot.left = 100, 11
    hubspot.put("companies", 1, a_day(1), name="Acme")
    run(source)
    source.refresh_from_db()
    assert source.state == "paused_quota"
    assert "the reserve of 10%" in source.state_reason


def test_a_scope_that_is_missing_is_named(hubspot, httpserver):
    hubspot.forbidden = {"/crm/v3/objects/companies/search"}
    pull = run(connected(httpserver, "companies"))
    assert "hasn't been granted all required scopes" in pull.error
    assert "Add the scopes" in pull.error


def test_a_search_that_stands_still_is_not_followed(hubspot, httpserver):
    source = connected(httpserver, "companies")
    hubspot.put("companies", 1, a_day(1), name="Acme")
    hubspot._searched = lambda kind, body: {
        "total": 500,
        "results": [hubspot.objects[kind]["1"]],
        "paging": {"next": {"after": "1"}},
    }
    assert "stands still" in run(source).error
    assert searches(hubspot) == 2


@pytest.mark.django_db(transaction=True)
def test_the_token_of_a_public_app_that_expires_in_the_middle_is_renewed(hubspot, httpserver):
    source = connected(httpserver, "companies")
    source.set_secret(f"{CLIENT}:{SECRET}:{REFRESH}")
    source.save()
    for number in range(1, 451):
        hubspot.put("companies", number, a_day(1), name=f"Company {number}")
    own = hubspot._searched

    def expire_once(kind, body):
        if searches(hubspot) == 2:
            hubspot.token = "another"
        return own(kind, body)

    hubspot._searched = expire_once
    assert counts(run(source)) == (450, 450, 0, 0, 0)
    assert hubspot.paths().count("/oauth/v1/token") == 2
    hubspot.token = "another"
    source.set_secret(f"{CLIENT}:{SECRET}:revoked")
    source.save()
    run(source)
    source.refresh_from_db()
    assert source.state == "reconnect"


def test_the_check_says_which_account_and_how_many_rows(hubspot, source):
    for number in range(1, 31):
        hubspot.put("companies", number, a_day(1), name="x")
    found = check(source)
    assert (found.ok, found.rows) == (True, 30)
    assert found.sentence == "HubSpot answers for account 4711: 30 companies, 0 contacts, 0 deals would come."
    source.set_secret("wrong")
    assert not check(source).ok


def test_campaigns_that_may_not_be_read_stop_nothing_and_the_check_says_so(hubspot, source):
    hubspot.forbidden = {"/marketing/v3/campaigns/"}
    hubspot.put("companies", 1, a_day(1), name="Acme")
    assert counts(run(source)) == (1, 1, 0, 0, 0)
    assert "Campaigns may not be read with this token" in check(source).sentence


def test_campaigns_that_could_be_read_and_may_not_any_more_are_told(hubspot, httpserver):
    source = connected(httpserver, "campaigns")
    run(source)
    hubspot.forbidden = {"/marketing/v3/campaigns/"}
    assert "does not allow this account to read it" in run(source).error


def test_a_backfill_reads_from_an_instant_on_and_leaves_the_cursor_alone(hubspot, httpserver):
    source = connected(httpserver, "companies")
    for number in range(1, 6):
        hubspot.put("companies", number, a_day(number), name="x")
    run(source)
    cursor = Stream.objects.get().cursor
    since = datetime.fromisoformat(a_day(3))
    opened = pulls.open_pull(source, NOW, kind=Pull.Kind.BACKFILL, since=since)
    assert counts(pulls.pull(pulls.claim(opened.pk, NOW), now=lambda: NOW)) == (3, 0, 0, 3, 0)
    assert Stream.objects.get().cursor == cursor
