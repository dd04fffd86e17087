"""Naming the owner: the CEO's act, in writing."""

import pytest
from django.urls import reverse

from initiatives.models import Charter

pytestmark = pytest.mark.django_db
URL = reverse("initiatives:name_owner", args=["atlas"])


def given(company, **more):
    rights = {"product": "decide", "marketing": "veto", "creative": "consulted", "sales": "decide"}
    return {"owner": company.owner.pk, "mandate": "Bring Atlas to the market.", **rights, **more}


def test_the_ceo_names_one_owner(client_of, company, launch, words):
    answer = client_of(company.ceo).post(URL, given(company), follow=True)
    assert "Priya Raman owns the arc of Atlas. Four heads acknowledge the charter next." in words(answer)
    rights = {right.function: right.right for right in Charter.objects.get().rights.all()}
    assert rights == {"product": "decide", "marketing": "veto", "creative": "consulted", "sales": "decide"}


def test_nobody_else_names_one(client_of, company, launch, words):
    for somebody in (company.coo, company.sales, company.owner, company.administrator):
        answer = client_of(somebody).post(URL, given(company))
        assert answer.status_code == 403
        assert "Only the person in the CEO's seat names the owner." in words(answer)
    assert not Charter.objects.exists()


def test_a_right_for_each_function_and_a_mandate_are_needed(client_of, company, launch, words):
    answer = client_of(company.ceo).post(URL, given(company, sales="", mandate=""))
    assert answer.status_code == 422
    assert answer.content.decode().count('class="wrong"') == 2
    assert not Charter.objects.exists()


def test_two_at_once_one_wins_and_the_other_is_told(client_of, company, launch, words):
    client = client_of(company.ceo)
    client.post(URL, given(company))
    second = client.post(URL, given(company, owner=company.product.pk))
    assert second.status_code == 422
    assert "Priya Raman was named owner on 4 Nov 2026, 09:00 UTC and stays so." in words(second)
    assert Charter.objects.get().owner == company.owner


def test_replacing_the_owner_ends_the_charter_that_was_seen(client_of, company, owned, words):
    client = client_of(company.ceo)
    assert f'name="replaces" value="{Charter.objects.get().pk}"' in client.get(URL).content.decode()
    seen = Charter.objects.get().pk
    answer = client.post(URL, given(company, owner=company.product.pk, replaces=seen), follow=True)
    assert "Dana Okafor owns the arc of Atlas." in words(answer)
    assert "Earlier owners Priya Raman" in words(answer)


def test_somebody_without_a_seat_cannot_own_the_arc(client_of, company, launch, words):
    answer = client_of(company.ceo).post(URL, given(company, owner=company.administrator.pk))
    assert answer.status_code == 422
    assert "Sam Adeyemi holds no seat, so cannot own the arc." in words(answer)
