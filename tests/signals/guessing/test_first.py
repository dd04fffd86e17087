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
