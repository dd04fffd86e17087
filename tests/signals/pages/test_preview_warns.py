"""What a preview warns of before a source is saved."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from signals.models import Source
from tests.signals.pages.drafting import begin, keep_columns, page, said_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def upload(client_of, company, settings, tmp_path):
    settings.MEDIA_ROOT, settings.FILE_FOLDERS = tmp_path, [str(tmp_path)]
    client = client_of(company.administrator)
    return lambda text: (client, begin(client, "file", name="L", upload=SimpleUploadedFile("leads.csv", text.encode()))[0])


def test_an_id_that_comes_twice_is_told_and_not_proposed(upload):
    client, draft = upload("id,code,name\n1,a,A\n1,b,B\n2,c,C\n")
    assert said_by(client, page("columns", draft.pk, 0))["role-0"] == ""
    keep_columns(client, draft, 0, makes="work", noun="lead", **{"role-0": "id", "role-1": "", "role-2": "title"})
    assert "3 records, 2 different ids." in client.get(page("preview", draft.pk)).content.decode()


def test_a_date_with_two_readings_is_not_kept_before_one_is_chosen(upload):
    client, draft = upload("id,name,opened\n1,A,03-04-2026\n2,B,05-06-2026\n")
    said = {"makes": "work", "noun": "lead", "role-0": "id", "role-2": "opened_at"}
    answer = keep_columns(client, draft, 0, **said)
    assert (answer.status_code, "has two readings. Say which" in answer.content.decode()) == (422, True)
    assert keep_columns(client, draft, 0, **said, **{"format-2": "%d-%m-%Y"}).status_code == 303
    assert not Source.objects.exists()


def test_a_file_of_column_names_alone_is_told_to_hold_no_record(upload):
    client, draft = upload("id,name,opened\n")
    assert "holds no record yet" in client.get(page("columns", draft.pk, 0)).content.decode()


def test_a_source_of_which_nothing_would_be_loaded_is_not_saved(upload):
    client, draft = upload("id,name,opened\n1,A,soon\n2,B,later\n")
    keep_columns(client, draft, 0, makes="work", noun="lead", **{"role-0": "id", "role-1": "title", "role-2": "opened_at"})
    said = {"interval": "1h", "time_zone": "UTC", "currency": "EUR", "save": "1"}
    answer = client.post(page("preview", draft.pk), said)
    assert "would be loaded: mend what its columns mean, then save." in answer.content.decode()
    assert not Source.objects.exists()
