"""The pages of evidence: a deliverable's, and whom the sources name."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from signals.models import Resource, WorkLink
from signals.services import link_work
from tests.initiatives.days import friday, monday
from tests.signals.holders.conftest import *  # noqa: F403
from tests.signals.rows import some_work

pytestmark = pytest.mark.django_db


def page(client, name, pk, **asked):
    return client.get(reverse(f"signals:{name}", args=[pk]), asked).text


def test_both_sides_stand_side_by_side(linked, held, client_of, company):
    text = page(client_of(company.member), "evidence", held.pk)
    assert "Tracker: Ada, issue “Atlas positioning”" in text
    assert "“B. Ennis”, matched to nobody yet" in text
    assert "Confirmed" in text
    assert "Not matched" in text
    assert "Unlink" not in text


def test_work_is_searched_linked_and_unlinked(held, issue, client_of, company):
    client = client_of(company.coo)
    assert "Suggested, for the titles are alike" in page(client, "evidence", held.pk)
    assert "1 piece of work found" in page(client, "evidence", held.pk, q="positioning")
    assert "No work of that title or id" in page(client, "evidence", held.pk, q="nothing such")
    answer = client.post(reverse("signals:link_work", args=[held.pk]), {"work": issue.pk})
    assert (answer.status_code, WorkLink.objects.get().is_linked) == (303, True)
    assert client.post(reverse("signals:link_work", args=[held.pk]), {"work": issue.pk}).status_code == 422
    assert client.post(reverse("signals:link_work", args=[held.pk]), {"work": 0}).status_code == 422
    assert client.post(reverse("signals:unlink_work", args=[WorkLink.objects.get().pk])).status_code == 303
    assert client.post(reverse("signals:unlink_work", args=[WorkLink.objects.get().pk])).status_code == 422
    assert "No work is linked yet" in page(client, "evidence", held.pk)


def test_a_resource_is_matched_declared_not_ours_and_taken_back(linked, ben, client_of, company):
    client, resource = client_of(company.coo), Resource.objects.get(name="B. Ennis")
    there = reverse("signals:resource", args=[resource.pk])
    assert "1 resource waits to be matched" in client.get(reverse("signals:resources")).text
    assert client.post(there, {}).status_code == 422
    assert client.post(there, {"person": ben.pk}).status_code == 303
    assert "It is Ben, said Anita Rao" in client.get(there).text
    assert client.post(there, {"not_ours": "on"}).status_code == 303
    assert "Not a person of ours, said Anita Rao" in client.get(there).text
    assert client.post(reverse("signals:undo_match", args=[resource.pk])).status_code == 303
    assert client.post(reverse("signals:undo_match", args=[resource.pk])).status_code == 422


def test_without_anything_the_pages_say_what_they_are_for(held, client_of, company):
    assert "No resource is known yet" in client_of(company.member).get(reverse("signals:resources")).text
    assert "No work is linked yet" in page(client_of(company.member), "evidence", held.pk)


def test_the_number_of_queries_does_not_grow(linked, held, tracker, client_of, company, django_assert_num_queries):
    client = client_of(company.coo)
    paths = [reverse("signals:evidence", args=[held.pk]), reverse("signals:resources")]
    paths.append(reverse("signals:resource", args=[Resource.objects.get(name="B. Ennis").pk]))
    few = []
    for path in paths:
        client.get(path)
        with CaptureQueriesContext(connection) as seen:
            client.get(path)
        few.append(len(seen))
    for number in range(20, 30):
        changes = [
            ("holder", name, "", monday(9 + place)) for place, name in enumerate(("B. Ennis", f"x{number}", f"y{number}"))
        ]
        more = some_work(tracker, number, kind="issue", title="More", events=changes)
        link_work(deliverable=held, work=more, by=company.coo, at=friday(9))
    for path, queries in zip(paths, few, strict=True):
        with django_assert_num_queries(queries):
            client.get(path)
