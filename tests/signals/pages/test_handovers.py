"""Who hands to whom: the page of a log, between people and between groups, and its file."""

import csv
import io

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from signals.handovers import handovers_of
from tests.signals.rows import a_source
from tests.signals.sources import run
from tests.signals.test_event_log import EVENTS, csv_of, log_source

pytestmark = pytest.mark.django_db


@pytest.fixture
def log(tmp_path):
    source = log_source(tmp_path, "permits.csv", csv_of(reversed(EVENTS)))
    run(source)
    return source


def test_the_page_says_where_time_passes_and_counts(client_of, company, log):
    page = client_of(company.member).get(reverse("signals:handovers", args=[log.pk])).content.decode()
    assert "Start with Ada to Ben: 100% of all the waiting lies there, over 1 handover." in page
    assert "17% of the steps name nobody, most often “Decide” (1)." in page
    assert "6 steps of 2 cases in Permits, 1 handover between people." in page


def test_the_file_has_every_pair_between_groups_too(client_of, company, log):
    answer = client_of(company.member).get(reverse("signals:handovers", args=[log.pk]) + "?between=groups&export=csv")
    rows = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))[1:]
    assert rows == [["Desk", "Back office", "1", "yes", "7200", "7200", "7200"], ["Desk", "Desk", "1", "no", *["172800"] * 3]]


def test_the_source_leads_to_it(client_of, company, log):
    page = client_of(company.member).get(reverse("signals:source", args=[log.pk])).content.decode()
    assert reverse("signals:handovers", args=[log.pk]) in page


def test_a_source_without_steps_says_so(client_of, company):
    page = client_of(company.member).get(reverse("signals:handovers", args=[a_source().pk])).content.decode()
    assert "No steps are known" in page


def test_a_program_reads_the_pairs_page_by_page(client_of, company, log):
    answer = client_of(company.member).get(reverse("api:source-handovers", args=[log.pk]), {"between": "groups"}).json()
    assert answer["results"][0] == {
        "sender": "Desk",
        "receiver": "Back office",
        "count": 1,
        "is_handover": True,
        "median": "P0DT02H00M00S",
        "p90": "P0DT02H00M00S",
        "waited": "P0DT02H00M00S",
    }
    people = client_of(company.member).get(reverse("api:source-handovers", args=[log.pk])).json()["results"]
    assert [(pair["sender"], pair["receiver"]) for pair in people] == [("Ada", "Ben"), ("Cleo", "Cleo")]


def test_the_number_of_queries_does_not_grow_with_the_log(client_of, company, log, tmp_path, django_assert_num_queries):
    client, path = client_of(company.member), reverse("signals:handovers", args=[log.pk])
    cache.clear()
    client.get(path)
    cache.clear()
    with CaptureQueriesContext(connection) as few:
        client.get(path)
    more = [
        (f"m{number}", step, f"P{number % 40}", "Desk", f"2026-03-0{place}T09:00:00Z")
        for number in range(60)
        for place, step in ((1, "A"), (2, "B"))
    ]
    (tmp_path / "permits.csv").write_text(csv_of([*EVENTS, *more]))
    run(log)
    with django_assert_num_queries(len(few)):
        client.get(path)


def test_what_the_next_pull_brings_is_seen(log, tmp_path):
    assert handovers_of(log).steps == 6
    more = [*EVENTS, ("p2", "Archive", "Ben", "Back office", "2026-03-04T09:30:00Z")]
    (tmp_path / "permits.csv").write_text(csv_of(more))
    run(log)
    assert handovers_of(log).steps == 7
