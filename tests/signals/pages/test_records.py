"""The records behind a reading, down to the payload."""

import pytest
from django.urls import reverse

from signals.recompute import recompute
from tests.signals.metrics import define
from tests.signals.rows import NOW, a_customer, a_signal, a_source, day, roll_up, some_work

pytestmark = pytest.mark.django_db


def words_of(client, address, **data):
    answer = client.get(address, data)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_records_of_a_count_are_those_of_its_window(client_of, company, kept_page):
    crm = a_source()
    page = kept_page(crm, {"id": 1})
    a_signal(crm, "visit", day(3), 7, party=a_customer(crm, "Acme"))
    a_signal(crm, "visit", day(40), 9)
    roll_up()
    recompute(define("visits", crm), NOW)
    shown = words_of(client_of(company.member), reverse("signals:records", args=["visits"]))
    assert "Acme" in shown
    assert "7" in shown
    assert shown.count("<tr>") == 2
    assert page.pull_id


def test_each_side_of_a_ratio_has_its_records(client_of, company):
    crm = a_source()
    for number, category in enumerate(("won", "lost", "lost")):
        some_work(crm, number, kind="deal", title=f"Deal {number}", status_category=category, closed_at=day(3))
    won, closed = {"work": "deal", "by": "closed", "category": "won"}, {"work": "deal", "by": "closed"}
    spec = {"kind": "ratio", "numerator": [won], "denominator": [closed], "window": "4 weeks"}
    recompute(define("win_rate", crm, definition=spec, unit="%"), NOW)
    client = client_of(company.member)
    address = reverse("signals:records", args=["win_rate"])
    assert "Deal 1" not in words_of(client, address)
    assert "Deal 1" in words_of(client, address, part=1)
    assert "Numerator: the number of won deals that closed" in words_of(client, address, part="x")


NRR = {
    "kind": "ratio",
    "numerator": [{"signals": "opening", "measure": "first"}, {"signals": "churn", "measure": "sum", "sign": "minus"}],
    "denominator": [{"signals": "opening", "measure": "first"}],
    "window": "4 weeks",
}


def test_a_level_shows_the_records_of_its_one_day(client_of, company):
    crm = a_source()
    for name, back in (("Acme", 20), ("Bolt", 20), ("Late", 6)):
        a_signal(crm, "opening", day(back), 100, party=a_customer(crm, name))
    a_signal(crm, "churn", day(9), 30, party=a_customer(crm, "Gone"))
    roll_up()
    recompute(define("nrr", crm, definition=NRR, unit="%"), NOW)
    client = client_of(company.member)
    address = reverse("signals:records", args=["nrr"])
    for part in (0, 2):
        shown = words_of(client, address, part=part)
        assert "Acme" in shown
        assert "Bolt" in shown
        assert "Late" not in shown
    assert "Gone" in words_of(client, address, part=1)


def test_a_record_of_both_sides_of_a_ratio_is_one_record():
    crm = a_source()
    for name, back in (("Acme", 20), ("Bolt", 20), ("Late", 6)):
        a_signal(crm, "opening", day(back), 100, party=a_customer(crm, name))
    a_signal(crm, "churn", day(9), 30)
    for number, category in enumerate(("won", "lost", "lost")):
        some_work(crm, number, kind="deal", status_category=category, closed_at=day(3), events=[("status", "won", "", day(3))])
    roll_up()
    won, closed = {"work": "deal", "by": "closed", "category": "won"}, {"work": "deal", "by": "closed"}
    asked = {"work": "deal", "events": "status"}
    customers = {"signals": ["opening", "churn"], "measure": "distinct"}
    openings, all_of_them = {"signals": "opening", "measure": "first"}, {"signals": ["opening", "churn"], "measure": "sum"}
    for number, (top, bottom, records) in enumerate(
        [
            ([won], [closed], 3),
            ([won, asked], [closed], 3),
            (NRR["numerator"], NRR["denominator"], 3),
            ([openings], [all_of_them], 4),
            ([customers], [openings], 3),
            ([openings], [closed], 5),
        ]
    ):
        spec = {"kind": "ratio", "numerator": top, "denominator": bottom, "window": "4 weeks"}
        reading, _ = recompute(define(f"m{number}", crm, definition=spec, unit="%"), NOW)
        assert reading.records == records, (top, bottom)


def test_a_duration_shows_from_when_until_when(client_of, company):
    crm = a_source()
    some_work(crm, 1, title="Lead one", opened_at=day(3), closed_at=day(2))
    spec = {
        "kind": "median_between",
        "work": "lead",
        "from": {"field": "opened"},
        "to": {"field": "closed"},
        "window": "4 weeks",
    }
    recompute(define("cycle", crm, definition=spec, unit="d"), NOW)
    shown = words_of(client_of(company.member), reverse("signals:records", args=["cycle"]))
    assert "Lead one" in shown
    assert "Wed 18 Nov, 09:00" in shown


def test_older_records_follow_page_by_page_without_gap_or_repeat(client_of, company):
    crm = a_source()
    for number in range(120):
        some_work(crm, number, title=f"Lead-{number:03}", opened_at=day(1 + number % 3), page_id=1, ordinal=number)
    recompute(
        define("leads", crm, definition={"kind": "count", "what": {"work": "lead", "by": "opened"}, "window": "28 days"}), NOW
    )
    client, seen, data = client_of(company.member), [], {}
    for _ in range(3):
        answer = client.get(reverse("signals:records", args=["leads"]), data)
        seen += [row.title for row in answer.context["rows"]]
        data = {"after": answer.context["older"]}
    assert (len(seen), len(set(seen))) == (120, 120)
    assert data == {"after": ""}


def test_a_payload_is_shown_as_it_came_without_secrets(client_of, company, kept_page):
    page = kept_page(
        a_source(), {"id": 1, "name": "<b>Acme</b>", "api_key": "hush", "owner": {"password": "hush"}}, b"not json"
    )
    client = client_of(company.member)
    shown = words_of(client, reverse("signals:record", args=[page.pk, 0]))
    assert "&lt;b&gt;Acme&lt;/b&gt;" in shown
    assert "hush" not in shown
    assert "not json" in words_of(client, reverse("signals:record", args=[page.pk, 1]))
    assert client.get(reverse("signals:record", args=[page.pk, 2])).status_code == 404
    assert client.get(reverse("signals:record", args=[page.pk + 1, 0])).status_code == 404


def test_a_metric_that_reads_no_records_has_none_to_show(client_of, company):
    define("cycle", definition={"kind": "cycle_time", "initiative": "atlas"}, unit="d")
    assert client_of(company.member).get(reverse("signals:records", args=["cycle"])).status_code == 404
