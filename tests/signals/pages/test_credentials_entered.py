"""How a credential is sent and what it looks like are checked where they are entered."""

import pytest
from django.urls import reverse

from signals.models import Source, SourceDraft
from tests.signals.pages.test_connect import CONNECT as AS_TEXT
from tests.signals.pages.test_connect import filled
from tests.signals.pages.test_drafts import begin, connection, page
from tests.signals.rows import a_source

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client_of, company):
    return client_of(company.administrator)


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"set-auth": "foo"}, "set-auth", "There is no such way to send it."),
        ({"set-auth": "header:"}, "set-auth", "There is no such way to send it."),
        ({"set-auth": "basic", "secret": "no-colon"}, "secret", "user:password"),
        ({"secret": "hush\u2026hush"}, "secret", "characters that no credential has"),
        ({"set-base_url": "crm example"}, "set-base_url", "as https://crm.example.com"),
        ({"set-base_url": "https://me:hush@crm.example"}, "set-base_url", "give them as the credential"),
    ],
)
def test_a_mistake_is_told_at_its_field_and_nothing_is_kept(administrator, changed, field, words):
    draft = begin(administrator)
    answer = administrator.post(page("connection", draft.pk), connection(None, **changed))
    assert list(answer.context["form"].errors) == [field]
    assert words in answer.context["form"].errors[field][0]
    assert SourceDraft.objects.get().entry == {}


@pytest.mark.parametrize("kind", ["hubspot", "jira", "salesforce", "sql"])
def test_a_credential_without_which_nothing_is_reached_is_needed(administrator, kind):
    draft = begin(administrator, kind)
    field = administrator.get(page("connection", draft.pk)).context["form"]["secret"]
    assert field.field.required


def test_the_text_is_told_too(administrator):
    told = {"settings": "{base_url: https://crm.example, auth: basic}", "secret": "no-colon"}
    answer = administrator.post(AS_TEXT, filled(**told))
    assert answer.status_code == 422
    assert "user:password" in answer.context["form"].errors["secret"][0]
    assert not Source.objects.exists()


def test_a_new_credential_is_told_before_it_is_tried(administrator):
    source = a_source(settings={"base_url": "https://crm.example", "auth": "basic"})
    answer = administrator.post(reverse("signals:reconnect", args=[source.pk]), {"secret": "no-colon"})
    assert "user:password" in answer.context["form"].errors["secret"][0]
    source.refresh_from_db()
    assert source.secret is None
