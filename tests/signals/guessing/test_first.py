"""The first proposal for the columns of what companies really export."""

import pytest

from signals.guessing import answers_of, columns_of, first_answers, mapping_of, status_category

DEALS = [
    {
        "opportunity_id": f"O{number}",
        "sales_agent": "Darcel Schlecht",
        "product": "GTX Pro",
        "account": "Acme",
        "deal_stage": "Won" if number % 2 else "Lost",
        "engage_date": f"{number + 10:02}-01-2017",
        "close_date": f"{number + 12:02}-03-2017",
        "close_value": f"1.{number:03},50",
    }
    for number in range(9)
]
CONTACTS = [{"id": number, "email": f"p{number}@acme.example", "company": "Acme"} for number in range(3)]
EVENTS = [
    {"uuid": f"u{number}", "event": "activated", "timestamp": "2026-03-01T08:00:00Z", "account": {"id": "a1"}, "value": number}
    for number in range(3)
]


def roles(stream, records, *, flat=True):
    said = first_answers(stream, columns_of(records, flat=flat))
    return said.makes, said.noun, {name: (found.role, found.format) for name, found in said.columns.items() if found.role}


def test_deals_are_work():
    assert roles("deals.csv", DEALS) == (
        "work",
        "deal",
        {
            "opportunity_id": ("id", ""),
            "sales_agent": ("holder", ""),
            "product": ("part_name", ""),
            "account": ("party_name", ""),
            "deal_stage": ("status", ""),
            "engage_date": ("opened_at", "%d-%m-%Y"),
            "close_date": ("closed_at", "%d-%m-%Y"),
            "close_value": ("amount", "decimal_comma"),
        },
    )
    assert first_answers("deals", columns_of(DEALS, flat=True)).statuses == {"Lost": "lost", "Won": "won"}


def test_contacts_are_people():
    makes, noun, said = roles("contacts", CONTACTS)
    assert (makes, noun) == ("party", "person")
    assert said == {"id": ("id", ""), "email": ("party_email", ""), "company": ("party_name", "")}


def test_events_are_signals_and_nested_columns_have_paths():
    makes, _, said = roles("usage", EVENTS, flat=False)
    assert makes == "signal"
    assert said == {"uuid": ("id", ""), "event": ("metric", ""), "timestamp": ("at", ""), "value": ("value", "")}


@pytest.mark.parametrize(
    ("word", "category"),
    [
        ("Closed Won", "won"),
        ("lost", "lost"),
        ("Disqualified", "rejected"),
        ("In progress", "open"),
        ("Done", "done"),
        ("New", "new"),
    ],
)
def test_a_status_word_means_something(word, category):
    assert status_category(word) == category


def test_a_proposal_that_is_whole_is_a_mapping_and_the_other_way_round():
    columns = columns_of(DEALS, flat=True)
    said = first_answers("deals", columns)
    assert answers_of(mapping_of(said), [column.name for column in columns]) == said


EXPORTS = {
    "hubspot-crm-exports-all-deals.csv": {
        "Record ID": "41",
        "Deal Name": "Acme, renewal",
        "Deal Stage": "Closed Won",
        "Close Date": "2026-03-01 08:00",
        "Deal owner": "Ada",
        "Amount": "1200.00",
    },
    "report1718.csv": {
        "Opportunity Name": "Acme 2",
        "Stage": "Prospecting",
        "Amount": "100",
        "Close Date": "31/03/2026",
        "Opportunity Owner": "Ben",
    },
    "sales_pipeline.csv": {"opportunity_id": "O1", "close_date": "2026-03-01", "close_value": "1054"},
    "olist_closed_deals_dataset.csv": {"mql_id": "5420", "sr_id": "4ef1", "won_date": "2018-02-26 19:58:54", "size": "0.0"},
    "export.csv": {"id": "1", "won_date": "2026-03-01", "size": "12"},
    "marketing_qualified_leads.csv": {"mql_id": "1", "first_contact_date": "2026-03-01", "origin": "social"},
    "list.csv": {"First name": "Ada", "E-mail": "ada@acme.example", "Company": "Acme"},
    "companies.csv": {"name": "Acme", "website": "acme.example", "employees": "12"},
    "numbers.csv": {"metric": "visits", "date": "2026-03-01", "value": "12"},
    "by day.csv": {"visits": "12", "day": "2026-03-01"},
    "usage.csv": {"id": "1", "at": "2026-03-01T08:00:00Z", "status": "ok"},
}


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("hubspot-crm-exports-all-deals.csv", ("work", "deal")),
        ("report1718.csv", ("work", "opportunity")),
        ("sales_pipeline.csv", ("work", "opportunity")),
        ("olist_closed_deals_dataset.csv", ("work", "deal")),
        ("export.csv", ("work", "export")),
        ("marketing_qualified_leads.csv", ("work", "lead")),
        ("list.csv", ("party", "account")),
        ("companies.csv", ("party", "account")),
        ("numbers.csv", ("signal", "number")),
        ("by day.csv", ("signal", "by_day")),
        ("usage.csv", ("signal", "usage")),
    ],
)
def test_an_export_is_taken_for_what_it_is(file, expected):
    record = EXPORTS[file]
    said = first_answers(file, columns_of([record, {**record, next(iter(record)): "2"}], flat=True))
    assert (said.makes, said.noun) == expected


@pytest.mark.parametrize(
    ("file", "record", "role"),
    [
        ("accounts.csv", {"account": "Acme", "sector": "retail", "revenue": "1100.04"}, "party_name"),
        ("products.csv", {"product": "GTX Pro", "series": "GTX", "sales_price": "550"}, "part_name"),
    ],
)
def test_a_list_without_ids_is_known_by_its_names(file, record, role):
    columns = columns_of([record, {**record, next(iter(record)): "Other"}], flat=True)
    said = first_answers(file, columns)
    name = next(iter(record))
    assert said.of(role) == [name]
    assert mapping_of(said)["id"] == name
    assert answers_of(mapping_of(said), [column.name for column in columns]) == said
