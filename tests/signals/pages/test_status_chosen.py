"""The words of a status column that a person chose, where nothing or another column was proposed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from signals.models import SourceDraft
from tests.signals.pages.drafting import begin, page, said_by

pytestmark = pytest.mark.django_db
ROWS = "id,name,phase,stage,opened\n1,A,Won,x,2026-11-01\n2,B,Lost,y,2026-11-02\n3,C,Open,x,2026-11-03\n"


@pytest.fixture
def draft(client_of, company, settings, tmp_path):
    settings.MEDIA_ROOT, settings.FILE_FOLDERS = tmp_path, [str(tmp_path)]
    client = client_of(company.administrator)
    found, _ = begin(client, "file", name="Leads", upload=SimpleUploadedFile("leads.csv", ROWS.encode()))
    return client, found


def said(client, found):
    address = page("columns", found.pk, 0)
    given = {name: value for name, value in said_by(client, address).items() if not name.startswith("status-")}
    return address, given | {"role-2": "status", "role-3": ""}


@pytest.mark.parametrize("button", ["try", "keep"])
def test_the_words_of_the_column_chosen_are_asked_before_they_are_kept(draft, button):
    client, found = draft
    address, given = said(client, found)
    answer = client.post(address, {**given, button: "1"})
    assert answer.status_code == 200
    shown = answer.content.decode()
    assert "not yet confirmed by you" in shown
    assert [line["word"] for line in answer.context["form"].status_lines()] == ["Won", "Lost", "Open"]
    assert [line["field"].value() for line in answer.context["form"].status_lines()] == ["won", "lost", "open"]


def test_what_is_said_of_them_is_kept(draft):
    client, found = draft
    address, given = said(client, found)
    form = client.post(address, {**given, "try": "1"}).context["form"]
    answers = {line["field"].name: line["field"].value() for line in form.status_lines()}
    answers[next(name for name, word in form.words.items() if word == "Open")] = "new"
    assert client.post(address, {**given, **answers, "keep": "1"}).url == page("preview", found.pk)
    [stream] = SourceDraft.objects.get().streams
    category = stream["records"][0]["work"]["status_category"]
    assert category == {"from": "phase", "map": {"Won": "won", "Lost": "lost", "Open": "new"}, "default": "open"}


def test_the_words_of_a_column_no_longer_chosen_are_not_asked(draft):
    client, found = draft
    address, given = said(client, found)
    shown = client.post(address, {**given, "role-2": "", "try": "1"})
    assert shown.context["form"].status_lines() == []
