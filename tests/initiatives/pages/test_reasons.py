"""The list of reasons, kept by those who lead."""

import pytest
from django.urls import reverse

from initiatives.models import Reason

pytestmark = pytest.mark.django_db
LIST = reverse("initiatives:reasons")


def at(name, *arguments):
    return reverse(f"initiatives:{name}", args=arguments)


def test_a_head_adds_renames_merges_and_retires(client_of, company, words):
    client = client_of(company.sales)
    assert "Added: No logo." in words(client.post(at("add_reason", "handoff"), {"label": "No logo"}, follow=True))
    made = Reason.objects.get(code="no-logo")
    assert "Renamed: Logo missing." in words(client.post(at("reason", made.pk), {"label": "Logo missing"}, follow=True))
    into = Reason.objects.get(kind="handoff", code="missing-information")
    page = words(client.post(at("merge_reason", made.pk), {"into": into.pk}, follow=True))
    assert "“Logo missing” counts as “Missing information” now." in page
    assert "Logo missing, counts as Missing information" in page
    assert "Retired: Missing information." in words(client.post(at("retire_reason", into.pk), follow=True))


def test_mistakes_answer_422_in_place(client_of, company, words):
    client = client_of(company.sales)
    reason = Reason.objects.filter(kind="lead").first()
    for url, given in (
        (at("add_reason", "lead"), {"label": reason.label}),
        (at("reason", reason.pk), {"label": ""}),
        (at("merge_reason", reason.pk), {"into": reason.pk}),
    ):
        assert client.post(url, given).status_code == 422
    assert client.post(at("add_reason", "whim"), {"label": "x"}).status_code == 404


def test_others_only_read(client_of, company, words):
    client = client_of(company.member)
    assert "Add a reason" not in words(client.get(LIST))
    assert client.post(at("add_reason", "lead"), {"label": "x"}).status_code == 403


def test_the_number_of_queries_does_not_grow_with_reasons(client_of, company, queries):
    client = client_of(company.sales)
    before = queries(client, LIST)
    for number in range(20):
        client.post(at("add_reason", "lead"), {"label": f"Reason {number}"})
    assert queries(client, LIST) == before
