"""Signals in the admin: every table opens, nothing can be changed, no secret is shown."""

import pytest
from django.contrib import admin
from django.urls import reverse

from people.models import Person
from signals.models import Metric, Source
from tests.signals.metrics import define
from tests.signals.rows import a_source

pytestmark = pytest.mark.django_db
OURS = sorted((model for model in admin.site._registry if model._meta.app_label == "signals"), key=lambda model: model.__name__)


@pytest.fixture
def superuser(client_of):
    return client_of(Person.objects.create_superuser("root@example.com", "correct horse battery", name="Root"))


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_table_opens_and_adds_nothing(superuser, model):
    define("visits", a_source())
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    assert superuser.get(reverse(f"{name}_changelist")).status_code == 200
    assert superuser.get(reverse(f"{name}_add")).status_code == 403


def test_a_source_shows_no_secret_and_takes_no_change(superuser):
    source = a_source()
    source.set_secret("hush")
    source.save()
    address = reverse("admin:signals_source_change", args=[source.pk])
    page = superuser.get(address).content.decode()
    assert "hush" not in page
    assert source.sealed_secret not in page
    assert superuser.post(address, {"name": "Other"}).status_code == 403
    assert Source.objects.get().name == "CRM"
    assert not Metric.objects.exists()
