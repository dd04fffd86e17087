"""A source may be fresh and yet of no use: the list and its own page say what is wrong, and lead there."""

import pytest
from django.urls import reverse

from signals.models import Pull
from tests.signals.pages.test_sources import GONE, SOURCES, words_of
from tests.signals.rows import NOW, a_source

pytestmark = pytest.mark.django_db
WORDS = ("Nothing loads", "?pull=", "Columns changed")


def pages(client, source):
    return [words_of(client, SOURCES), words_of(client, reverse("signals:source", args=[source.pk]))]


@pytest.mark.parametrize(("rejected", "word", "shape"), [(29, "Nothing loads", "nogo"), (3, "3 rejected", "watch")])
def test_what_is_rejected_is_marked_beside_the_freshness_and_leads_to_the_records(client_of, company, rejected, word, shape):
    source = a_source()
    pull = source.pulls.get()
    Pull.objects.filter(pk=pull.pk).update(rows_read=29, rows_new=29 - rejected, rows_rejected=rejected)
    Pull.objects.create(source=source, state="done", due_at=NOW, started_at=NOW, finished_at=NOW)  # nothing new came
    for shown in pages(client_of(company.member), source):
        assert "Fresh" in shown
        [link] = [part.partition("</a>")[0] for part in shown.split("<a ") if "?pull=" in part.partition(">")[0]]
        assert f'href="{reverse("signals:rejects", args=[source.pk])}?pull={pull.pk}"' in link
        assert f"is-{shape}" in link
        assert word in link


def test_a_mapped_column_that_is_gone_is_marked_and_leads_to_the_columns(client_of, company):
    source = a_source()
    source.streams.update(drift=[{**GONE, "mapped": True}])
    listed, own = pages(client_of(company.member), source)
    assert "Columns changed" in listed
    assert f'href="{reverse("signals:source", args=[source.pk])}#columns"' in listed
    assert 'id="columns"' in own
    exported = client_of(company.member).get(f"{SOURCES}?export=csv").getvalue().decode()
    assert "The column “stage” is gone, and rows are made from it." in exported


def test_what_is_well_bears_no_mark(client_of, company):
    source = a_source()
    source.pulls.update(rows_read=29, rows_new=29)
    source.streams.update(drift=[GONE, {**GONE, "what": "new", "now": "text", "mapped": True}])
    listed = words_of(client_of(company.member), SOURCES)
    assert not [word for word in WORDS if word in listed]
