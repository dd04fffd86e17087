"""Django's admin: the administrators', complete, and closed where history would be rewritten."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from people.models import Company, Person

pytestmark = pytest.mark.django_db
OURS = ["people", "initiatives"]


def address(model, page="changelist", *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def models_of(app):
    return [model for model in apps.get_app_config(app).get_models() if not hasattr(model, "pgh_tracked_model")]


@pytest.mark.parametrize("app", OURS)
def test_every_model_has_its_list_in_the_admin(app, client_of, company):
    client = client_of(company.administrator)
    for model in models_of(app):
        assert admin.site.is_registered(model), model
        assert client.get(address(model)).status_code == 200


def test_only_administrators_come_in(client_of, company):
    for person in (company.ceo, company.sales, company.member):
        assert client_of(person).get(address(Person)).status_code == 302
    company.administrator.is_active = False
    assert not company.administrator.has_perm("people.view_person")


@pytest.mark.parametrize("app", OURS)
def test_nothing_is_deleted_in_the_admin(app, rf, company):
    request = rf.get("/")
    request.user = company.administrator
    assert not any(admin.site.get_model_admin(model).has_delete_permission(request) for model in models_of(app))


@pytest.mark.parametrize("name", ["handoff", "holding", "charter", "acknowledgement", "baseline", "handoffcorrection"])
def test_what_history_rests_on_is_only_looked_at(name, rf, company):
    request = rf.get("/")
    request.user = company.administrator
    model_admin = admin.site.get_model_admin(apps.get_model("initiatives", name))
    assert model_admin.has_view_permission(request)
    assert not model_admin.has_change_permission(request)
    assert not model_admin.has_add_permission(request)


def test_an_administrator_adds_a_person_and_marks_one_who_left(client_of, company):
    client = client_of(company.administrator)
    new = {
        "email": "Nia@Example.com",
        "name": "Nia",
        "usable_password": "true",
        "password1": "a long secret 7",
        "password2": "a long secret 7",
    }
    assert client.post(address(Person, "add"), new | {"seats-TOTAL_FORMS": 0, "seats-INITIAL_FORMS": 0}).status_code == 302
    nia = Person.objects.get(name="Nia")
    assert nia.check_password("a long secret 7")
    assert client.get(address(Person, "change", nia.pk)).status_code == 200
    left = {"email": nia.email, "name": "Nia", "time_zone": "UTC", "left_at_0": "2026-11-02", "left_at_1": "09:00:00"}
    left |= {"joined_at_0": "2026-01-01", "joined_at_1": "09:00:00", "seats-TOTAL_FORMS": 0, "seats-INITIAL_FORMS": 0}
    assert client.post(address(Person, "change", nia.pk), left | {"is_active": "on"}).status_code == 200
    assert client.post(address(Person, "change", nia.pk), left).status_code == 302
    nia.refresh_from_db()
    assert (nia.is_active, nia.left_at.year) == (False, 2026)


def test_there_is_one_company_to_set(client_of, company):
    client = client_of(company.administrator)
    fields = {"name": "Meridian", "working_days": "1,2,3,4,5", "opens": "09:00", "closes": "17:00", "holidays": "2026-12-25"}
    assert client.post(address(Company, "add"), fields | {"time_zone": "Europe/Berlin", "currency": "EUR"}).status_code == 302
    assert Company.objects.ours().name == "Meridian"
    assert client.get(address(Company, "add")).status_code == 403
