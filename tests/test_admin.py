"""Django's admin: every model is there for administrators, and for nobody else."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from scorecards import services
from scorecards.models import Call
from tests.access_world import build
from tests.scorecards.conftest import atlas, launch, metrics  # noqa: F401  (fixtures)

pytestmark = pytest.mark.django_db
APPS = ["people", "initiatives", "signals", "audits", "scorecards"]
MODELS = [model for app in APPS for model in apps.get_app_config(app).get_models() if not hasattr(model, "pgh_tracked_model")]
SEALED = "Nobody may read this before the reveal."


def address(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def by_hand(model):
    """Whether the admin can name a row: Django's admin has no page for a key of several columns."""
    return not model._meta.pk_fields or len(model._meta.pk_fields) == 1


@pytest.fixture
def staff(launch):  # noqa: F811
    """The people of a launch with a row in most tables, and a sealed call in the room."""
    build(launch)
    return launch.staff


def test_every_model_is_registered():
    assert {model for model in MODELS if by_hand(model)} <= set(admin.site._registry)


def test_every_list_and_every_form_opens_for_an_administrator(staff, client_of, subtests):
    client = client_of(staff.administrator)
    for model, model_admin in admin.site._registry.items():
        with subtests.test(model._meta.label):
            assert client.get(address(model, "changelist")).status_code == 200
            assert client.get(address(model, "add")).status_code in ({200} if _adds(model_admin, staff) else {403})
            row = model._default_manager.order_by("pk").first()
            if row is not None:
                assert client.get(address(model, "change", row.pk)).status_code == 200


def _adds(model_admin, staff):
    request = type("Asked", (), {"user": staff.administrator})()
    return model_admin.has_add_permission(request)


def test_nobody_else_is_let_in(staff, client_of, client, subtests):
    for asker in (client, client_of(staff.ceo), client_of(staff.coo), client_of(staff.owner), client_of(staff.sales)):
        for model in admin.site._registry:
            for page in ("changelist", "add"):
                with subtests.test(f"{model._meta.label} {page}"):
                    answer = asker.get(address(model, page))
                    assert (answer.status_code, answer["Location"].partition("?")[0]) in {
                        (302, "/admin/login/"),
                        (302, "/sign-in/"),
                    }


def test_a_sealed_call_is_not_in_the_admin(launch, client_of):  # noqa: F811
    launch.open()
    launch.gather()
    launch.do(services.make_call, launch.staff.sales, call="nogo", sentence=SEALED, confidence=99)
    call = Call.sealed.get()
    client = client_of(launch.staff.administrator)
    assert SEALED not in client.get(address(type(call), "changelist")).content.decode()
    assert client.get(address(type(call), "change", call.pk)).status_code == 302
