from collections import Counter
from datetime import date
from statistics import median

from sample_company.story import SYSTEMS, Story
from sample_company.story.customers import customers
from sample_company.story.days import Days
from sample_company.story.finance import LEDGER_DIED, books, movements
from sample_company.story.leads import leads
from tests.sample_company.conftest import ANCHOR, NOW


def seen(story, system, name, now=NOW):
    latest = {}
    for item in story.collections(system)[name]:
        if item.seen <= now and (item.key not in latest or latest[item.key].seen < item.seen):
            latest[item.key] = item
    return [item.body for item in latest.values()]


def test_the_story_is_the_same_every_time(story):
    again = Story(ANCHOR, scale=0.1)
    for system in SYSTEMS:
        for name, records in story.collections(system).items():
            assert list(records) == list(again.collections(system)[name]), name


def test_another_anchor_moves_every_date(story):
    later = Story(date(2027, 2, 1), scale=0.1)
    first = min(item.changed for item in later.collections("crm")["opportunities"])
    assert first > min(item.changed for item in story.collections("crm")["opportunities"])


def test_the_whole_story_has_some_two_hundred_thousand_records():
    story = Story(ANCHOR)
    count = sum(1 for system in SYSTEMS for rows in story.collections(system).values() for item in rows if item.seen <= NOW)
    assert 190_000 < count < 230_000


def test_every_customer_has_another_id_in_each_system():
    known = customers()
    assert 380 <= sum(customer.since <= 0 for customer in known) <= 430
    for customer in known:
        assert len({customer.key(system) for system in ("events", "campaigns", "studio", "crm", "billing")}) == 5
    for system in ("events", "crm", "billing"):
        assert len({customer.key(system) for customer in known}) == len(known)
    assert len({customer.domain for customer in known}) == len(known)


def test_the_last_week_routed_118_leads_of_which_46_waited_over_an_hour_and_37_were_accepted():
    for day in range(14, 28):
        days = Days(date(2026, 11, day), scale=0.1)
        week = [lead for lead in leads(days) if -6 <= lead.day <= 0 and lead.routed]
        waits = [lead.contacted for lead in week if lead.contacted is not None]
        assert len(week) == 118
        assert sum(wait > 1 for wait in waits) == 46
        assert round(median(waits), 1) == 3.7
        assert sum(lead.accepted for lead in week) == 37


def test_marketing_calls_more_leads_qualified_than_sales(story):
    liked = [lead for lead in leads(story.days) if -6 <= lead.day <= 0 and lead.liked]
    assert len(liked) > 118


def test_every_lead_is_contacted_in_the_working_day_in_which_it_came(story):
    for lead in leads(story.days):
        assert story.days.is_workday(lead.day)
        assert lead.hour >= 9
        assert lead.hour + (lead.contacted or 0) <= 17.5


def test_every_rejected_lead_has_a_reason(story):
    rejected = [row for row in seen(story, "crm", "leads") if row["Status"] == "Rejected"]
    assert rejected
    assert all(row["Disposition"] for row in rejected)


def test_net_retention_over_the_last_year_is_108_percent():
    opening = books()[-364]
    signs = {"expansion": 1, "contraction": -1, "churn": -1, "new": 0}
    net = sum(signs[item.kind] * item.amount for item in movements() if -364 <= item.day < 0)
    assert abs((opening + net) / opening - 1.08) < 0.004
    assert all(item.amount > 0 for item in movements())


def test_the_ledger_stops_nine_days_before_the_anchor(story):
    rows = list(story.ledger())
    booked = [date(int(row["Booked"][6:]), int(row["Booked"][3:5]), int(row["Booked"][:2])) for row in rows]
    assert max(booked) == story.days.date(LEDGER_DIED - 1)
    quarter = [row for row, day in zip(rows, booked, strict=True) if 0 <= (max(booked) - day).days < 91]
    cost = sum(float(row["Amount"].replace(",", "")) for row in quarter)
    new = sum(row["Category"] == "New customer" for row in quarter)
    assert abs(cost / new - 14_200) < 150


def test_some_rows_are_broken_some_deleted_some_late(story):
    assert Counter(item["IsDeleted"] for item in seen(story, "crm", "accounts"))[True] == 4
    created = [row["created"] for row in seen(story, "campaigns", "leads")]
    assert sum("2026-13" in value or value.startswith("31/02") for value in created) >= 1
    assert any(item.seen > item.changed for item in story.collections("crm")["activities"])
