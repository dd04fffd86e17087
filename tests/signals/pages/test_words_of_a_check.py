"""A check speaks in the words of its kind, and names what to tick by its label."""

import pytest

from signals.models import SourceDraft
from tests.signals.pages.test_drafts import begin, connection, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client_of, company):
    return client_of(company.administrator)


@pytest.mark.parametrize(
    ("kind", "well", "ill"),
    [
        ("file", "Readable", "Not readable"),
        ("webhook", "Ready for its events", "Not ready"),
        ("singer", "Starts", "Does not start"),
        ("rest", "Reached", "Not reached"),
    ],
)
def test_what_is_found_is_said_in_the_words_of_the_kind(administrator, kind, well, ill):
    draft = begin(administrator, kind)
    for ok, word in ((True, well), (False, ill)):
        SourceDraft.objects.update(checked={"ok": ok, "sentence": "So it is.", "rows": None})
        assert f"</svg>{word}</span>" in administrator.get(page("check", draft.pk)).content.decode().replace("\n", "")


@pytest.mark.parametrize(
    ("address", "label"),
    [("https://127.0.0.1:9", "It has a private or loopback address"), ("http://crm.example", "It is reached without TLS")],
)
def test_what_must_be_ticked_is_named_as_its_field_is(administrator, address, label):
    draft = begin(administrator)
    form = administrator.get(page("connection", draft.pk)).context["form"]
    assert label in {field.label for field in form.fields.values()}
    given = connection(None, **{"set-base_url": address})
    del given["allow_private"], given["allow_http"]
    administrator.post(page("connection", draft.pk), given)
    assert f"tick “{label}”" in administrator.get(page("check", draft.pk)).content.decode()
