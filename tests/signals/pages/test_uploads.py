"""Files uploaded page by page: kept, put in the place of others, and told without their place."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from signals.models import Record, Source, SourceDraft
from tests.signals.pages.drafting import begin, keep_columns, page, said_by, save
from tests.signals.rows import NOW
from tests.signals.sources import run

pytestmark = pytest.mark.django_db
LEADS = "id,name,opened\n1,A,2026-11-01\n2,B,2026-11-02\n"
DEALS = "id,title,owner,opened\n7,Z,Kim,2026-11-05\n"
AGREED = {"interval": "1h", "time_zone": "UTC", "currency": "EUR", "save": "1"}


@pytest.fixture
def administrator(client_of, company, settings, tmp_path):
    settings.MEDIA_ROOT, settings.FILE_FOLDERS = tmp_path, [str(tmp_path)]
    return client_of(company.administrator)


def csv(name, content=LEADS):
    return SimpleUploadedFile(name, content.encode())


def upload(client, draft, *files, **told):
    draft.refresh_from_db()
    for file in files:
        answer = client.post(page("connection", draft.pk), {"name": draft.name, "upload": file, **told})
        assert answer.url == page("check", draft.pk)
    draft.refresh_from_db()
    return client.get(page("check", draft.pk)).content.decode()


def connected(client, *files):
    """A saved source that reads these files, and what was pulled of it."""
    draft, _ = begin(client, "file", name="Leads", upload=files[0])
    upload(client, draft, *files[1:])
    for number in range(len(files)):
        keep_columns(client, draft, number)
    save(client, draft)
    return Source.objects.get()


def change(client, source):
    client.post(reverse("signals:change_source", args=[source.pk]))
    return SourceDraft.objects.get()


def test_another_file_of_the_same_name_is_looked_into_anew(administrator):
    draft, _ = begin(administrator, "file", name="Leads", upload=csv("leads.csv"))
    keep_columns(administrator, draft, 0)
    upload(administrator, draft, csv("leads.csv", DEALS))
    shown = administrator.get(page("columns", draft.pk, 0))
    assert [column.name for column in shown.context["form"].columns] == ["id", "title", "owner", "opened"]
    assert "says more than this page can" not in shown.content.decode()
    assert keep_columns(administrator, draft, 0).url == page("preview", draft.pk)
    assert "Of 1 record looked at, 1 would be loaded" in administrator.get(page("preview", draft.pk)).content.decode()


def test_what_was_said_stays_where_the_new_file_has_the_same_columns(administrator):
    draft, _ = begin(administrator, "file", name="Leads", upload=csv("leads.csv"))
    keep_columns(administrator, draft, 0, makes="work", noun="prospect")
    upload(administrator, draft, csv("leads.csv", LEADS + "3,C,2026-11-03\n"))
    assert draft.streams[0]["records"][0]["work"]["kind"] == {"const": "prospect"}
    assert "Of 3 records looked at" in administrator.get(page("preview", draft.pk)).content.decode()


def test_the_next_export_of_a_source_of_one_file_may_have_any_name(administrator, tmp_path):
    source = connected(administrator, csv("november.csv"))
    draft = change(administrator, source)
    shown = administrator.get(page("connection", draft.pk)).content.decode()
    assert "Kept: november.csv" in shown
    assert str(tmp_path) not in shown
    assert "Leads can be read" in upload(administrator, draft, csv("december.csv", LEADS + "3,C,2026-12-01\n"))
    was = source.settings["folder"]
    assert (SourceDraft.objects.get().folder == was, run(source, NOW).state) == (False, "done")
    assert administrator.post(page("preview", draft.pk), AGREED).status_code == 303
    source.refresh_from_db()
    [stream] = source.streams.filter(retired=False)
    assert (stream.name, stream.settings["file"]) == ("november", "december.csv")
    assert (run(source, NOW).rows_new, Record.objects.count()) == (1, 3)


def test_of_several_files_those_not_uploaded_anew_stay(administrator):
    source = connected(administrator, csv("a.csv"), csv("b.csv", DEALS))
    draft = change(administrator, source)
    assert "can be read: 4 records" in upload(administrator, draft, csv("b.csv", DEALS + "8,Y,Kim,2026-11-06\n"))
    assert [stream["file"] for stream in draft.streams] == ["a.csv", "b.csv"]
    assert administrator.post(page("preview", draft.pk), AGREED).status_code == 303
    source.refresh_from_db()
    assert (run(source, NOW).state, Record.objects.count()) == ("done", 4)


def test_an_upload_that_is_gone_is_told_by_its_name(administrator, tmp_path):
    draft, _ = begin(administrator, "file", name="Leads", upload=csv("leads.csv"))
    for path in tmp_path.rglob("leads.csv"):
        path.unlink()
    administrator.post(page("check", draft.pk))
    shown = administrator.get(page("check", draft.pk)).content.decode()
    assert "The uploaded file leads.csv is not there any more." in shown
    assert str(tmp_path) not in shown


@pytest.mark.parametrize("letter", ["a", "ø"])
def test_a_long_name_is_cut(administrator, letter):
    draft, checked = begin(administrator, "file", name="Leads", upload=csv(f"{letter * 240}.csv"))
    assert "can be read: 2 records" in checked
    draft.refresh_from_db()
    assert len(draft.streams[0]["name"]) <= 120


def test_a_chosen_file_is_kept_though_the_name_is_taken(administrator):
    Source.objects.create(name="CRM", kind="rest")
    administrator.post(reverse("signals:connect"), {"kind": "file"})
    draft = SourceDraft.objects.get()
    answer = administrator.post(page("connection", draft.pk), {"name": "CRM", "upload": csv("leads.csv")})
    assert answer.status_code == 422
    assert "Kept: leads.csv" in answer.content.decode()
    again = {**said_by(administrator, page("connection", draft.pk)), "name": "Leads"}
    assert administrator.post(page("connection", draft.pk), again).url == page("check", draft.pk)
    assert "can be read: 2 records" in administrator.get(page("check", draft.pk)).content.decode()


def test_what_another_export_has_replaced_is_not_kept_for_ever(administrator, tmp_path, django_capture_on_commit_callbacks):
    source = connected(administrator, csv("november.csv"))
    draft = change(administrator, source)
    upload(administrator, draft, csv("december.csv"), **AGREED)
    assert {path.name for path in (tmp_path / "sources").rglob("*.csv")} == {"november.csv", "december.csv"}
    with django_capture_on_commit_callbacks(execute=True):
        save(administrator, draft)
    assert {path.name for path in (tmp_path / "sources").rglob("*.csv")} == {"december.csv"}
