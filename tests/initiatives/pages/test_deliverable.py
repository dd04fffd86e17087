"""One deliverable, its holder, its work."""

import pytest
from django.urls import reverse

from initiatives import services
from tests.initiatives.days import monday

pytestmark = pytest.mark.django_db


def at(name, deliverable):
    return reverse(f"initiatives:{name}", args=[deliverable.pk])


def test_a_deliverable_that_nobody_held_says_so_and_offers_the_next_step(client_of, company, owned, words):
    page = words(client_of(company.owner).get(at("deliverable", owned.positioning)))
    assert "Now Never owned" in page
    assert "Nobody has ever held it" in page
    assert "Name the holder" in page


def test_the_head_of_its_function_names_the_holder(client_of, company, owned, ada, words):
    given = {"person": ada.pk, "note": "Agreed in the weekly."}
    answer = client_of(company.marketing).post(at("name_holder", owned.positioning), given, follow=True)
    assert "Ada holds Positioning from now on." in words(answer)
    assert "Agreed in the weekly." in words(answer)


def test_a_person_holds_it_once(client_of, company, owned, ada, words):
    services.name_holder(deliverable=owned.positioning, person=ada, by=ada, at=monday(8))
    answer = client_of(company.owner).post(at("name_holder", owned.positioning), {"person": ada.pk})
    assert answer.status_code == 422
    assert "This person already holds the deliverable in that period." in words(answer)


def test_somebody_who_left_is_not_offered(client_of, company, owned, ada):
    ada.is_active = False
    ada.save()
    answer = client_of(company.owner).post(at("name_holder", owned.positioning), {"person": ada.pk})
    assert answer.status_code == 422
    assert f'value="{ada.pk}"' not in answer.content.decode()


def test_another_function_does_not_name_the_holder(client_of, company, owned):
    for name in ("name_holder", "start_deliverable", "finish_deliverable", "drop_deliverable"):
        assert client_of(company.sales).post(at(name, owned.positioning)).status_code == 403


def test_work_starts_then_finishes(client_of, company, owned, words):
    client = client_of(company.owner)
    assert client.post(at("finish_deliverable", owned.positioning)).status_code == 422
    assert client.post(at("start_deliverable", owned.positioning)).status_code == 303
    assert client.post(at("finish_deliverable", owned.positioning)).status_code == 303
    again = client.post(at("start_deliverable", owned.positioning))
    assert again.status_code == 422
    assert "Work on Positioning started on 4 Nov 2026 already." in words(again)


def test_it_is_taken_out_of_scope_and_its_record_stays(client_of, company, owned, words):
    answer = client_of(company.owner).post(at("drop_deliverable", owned.positioning), follow=True)
    assert "Positioning is out of scope. Its record stays." in words(answer)


def test_a_deliverable_is_added_with_what_it_truly_depends_on(client_of, company, owned, words):
    new = reverse("initiatives:new_deliverable", args=["atlas"])
    given = {"name": "Creative", "function": "creative", "depends_on": [owned.positioning.pk]}
    answer = client_of(company.owner).post(new, given, follow=True)
    assert "Creative is added. Nobody holds it yet: name its holder." in words(answer)
    assert "Truly depends on Positioning" in words(answer)
    twice = client_of(company.owner).post(new, given)
    assert twice.status_code == 422
    assert client_of(company.sales).get(new).status_code == 403


def test_the_number_of_queries_does_not_grow_with_its_record(client_of, company, owned, ada, ben, queries):
    client, row = client_of(company.owner), owned.positioning

    def fill(number):
        for _ in range(number):
            offered = {"deliverable": row, "receiver": ben, "acceptance_criteria": "x", "batch_size": 1, "by": ada}
            services.offer_handoff(**offered, at=monday(10))

    fill(1)
    one = queries(client, at("deliverable", row))
    fill(29)
    assert queries(client, at("deliverable", row)) == one


def test_the_page_of_a_person_shows_what_they_hold(client_of, company, owned, ada, words):
    services.name_holder(deliverable=owned.positioning, person=ada, by=ada, at=monday(8))
    page = words(client_of(company.member).get(reverse("people:person", args=[ada.pk])))
    assert "Owns and holds now Positioning of Atlas since Mon 2 Nov 2026" in page


def test_the_page_of_an_owner_shows_the_arcs_they_own(client_of, company, owned, words):
    page = words(client_of(company.member).get(reverse("people:person", args=[company.owner.pk])))
    assert "Owns and holds now The arc of Atlas arc owner since" in page
    assert "The arc of Atlas owned since" in words(client_of(company.coo).get(at("left_behind", company.owner)))
