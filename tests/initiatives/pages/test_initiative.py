"""One initiative: who owns it, what was dark, how it stands."""

import pytest
from django.urls import reverse

from initiatives import services
from tests.initiatives.days import monday, tuesday

pytestmark = pytest.mark.django_db


def url(name="initiative"):
    return reverse(f"initiatives:{name}", args=["atlas"])


def test_it_shows_owner_coverage_and_dark_days(client_of, company, owned, ada, words):
    services.name_holder(deliverable=owned.positioning, person=ada, by=company.owner, at=tuesday(8))
    page = words(client_of(company.member).get(url()))
    assert "Owner of the arc PR Priya Raman" in page
    assert "51% Coverage" in page
    assert "1 Dark days 1 dark deliverable-days" in page


def test_each_strip_has_a_sentence_and_a_table(client_of, company, owned, ada):
    services.name_holder(deliverable=owned.positioning, person=ada, by=company.owner, at=tuesday(8))
    page = client_of(company.member).get(url()).content.decode()
    assert 'role="img" aria-label="Positioning: Held 1 days and dark 1 days. Ada holds it now."' in page
    assert "Intervals of Positioning" in page
    assert 'class="b-dark"' in page


def test_an_orphaned_launch_says_so_on_every_page(client_of, company, owned, offer):
    handoff = offer(at=monday(9), answer_by=monday(17))
    company.owner.is_active, company.owner.left_at = False, tuesday(9)
    company.owner.save()
    client = client_of(company.ceo)
    there = [url(), url("charter"), url("name_owner"), url("new_deliverable"), url("register_baseline")]
    there += [reverse(f"initiatives:{name}", args=[owned.positioning.pk]) for name in ("deliverable", "name_holder")]
    there += [reverse(f"initiatives:{name}", args=[handoff.pk]) for name in ("handoff",)]
    for page in there:
        assert "Atlas is orphaned." in client.get(page).content.decode(), page


def test_an_unknown_initiative_is_not_found(client_of, company):
    assert client_of(company.member).get(reverse("initiatives:initiative", args=["nothing"])).status_code == 404


def test_the_owner_posts_updates_and_others_do_not(client_of, company, owned, words):
    answer = client_of(company.owner).post(url("post_update"), {"text": "Scope is ready."}, follow=True)
    assert "Your update is posted." in words(answer)
    assert "Scope is ready. Priya Raman, Wed 4 Nov 2026, 09:00" in words(answer)
    refused = client_of(company.sales).post(url("post_update"), {"text": "Mine."})
    assert refused.status_code == 403
    assert "Only Priya Raman, who owns the arc of Atlas, does this." in words(refused)


def test_an_empty_update_answers_422(client_of, company, owned):
    assert client_of(company.owner).post(url("post_update"), {"text": " "}).status_code == 422


def test_an_action_item_names_one_person_who_may_finish_it(client_of, company, owned, words):
    given = {"text": "Point the rule at a queue", "person": company.sales.pk, "due": "2026-11-06"}
    answer = client_of(company.owner).post(url("add_action"), given, follow=True)
    assert "Tom Halvorsen has it, due 6 Nov." in words(answer)
    finish = reverse("initiatives:finish_action", args=[owned.initiative.action_items.get().pk])
    assert client_of(company.marketing).post(finish).status_code == 403
    assert client_of(company.sales).post(finish).status_code == 303
    again = client_of(company.sales).post(finish)
    assert again.status_code == 422
    assert "This was done on 4 Nov 2026 already." in words(again)


def test_an_action_item_without_a_person_answers_422(client_of, company, owned):
    answer = client_of(company.owner).post(url("add_action"), {"text": "Somebody should", "due": "2026-11-06"})
    assert answer.status_code == 422
    assert "<details" in answer.content.decode()


def test_an_action_item_is_not_due_on_a_day_that_is_over(client_of, company, owned, words):
    given = {"text": "Point the rule at a queue", "person": company.sales.pk, "due": "2025-11-06"}
    answer = client_of(company.owner).post(url("add_action"), given)
    assert answer.status_code == 422
    assert "Thu 6 Nov 2025 is over. Choose today or a later day; nothing was given yet." in words(answer)
    given["due"] = "2027-01-04"
    assert "due Mon 4 Jan 2027" in words(client_of(company.owner).post(url("add_action"), given, follow=True))


def test_the_scope_is_locked_once(client_of, company, owned, words):
    client = client_of(company.owner)
    assert client.post(url("lock_scope")).status_code == 303
    again = client.post(url("lock_scope"))
    assert again.status_code == 422
    assert "is locked since 4 Nov 2026; it stays so." in words(again)


def test_the_market_comes_after_scope_lock(client_of, company, owned, words):
    answer = client_of(company.owner).post(url("reach_market"))
    assert answer.status_code == 422
    assert "Lock the scope first." in words(answer)


def test_the_number_of_queries_does_not_grow_with_rows(client_of, company, owned, deliverable, ada, ben, queries):
    client = client_of(company.owner)

    def fill(number):
        for _ in range(number):
            row = deliverable(f"Piece {owned.initiative.deliverables.count()}")
            services.name_holder(deliverable=row, person=ada, by=ada, at=monday(9))
            offered = {"deliverable": row, "receiver": ben, "acceptance_criteria": "x", "by": ada}
            handoff = services.offer_handoff(**offered, at=monday(10))
            services.accept_handoff(handoff=handoff, by=ben, at=monday(11))
            services.post_update(initiative=owned.initiative, text="x", by=company.owner, at=monday(12))
            act = {"text": "x", "person": ben, "due": monday(1).date(), "by": company.owner, "at": monday(12)}
            services.add_action_item(initiative=owned.initiative, **act)

    fill(1)
    one = queries(client, url())
    fill(29)
    assert queries(client, url()) <= one
