"""An event log uploaded and explained page by page."""

import json
from collections import Counter

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from signals.event_logs.proposed import is_plain, proposed
from signals.guessing.columns import columns_of
from signals.models import Source, SourceDraft, Work, WorkEvent
from tests.signals.rows import NOW
from tests.signals.sources import counts, run

pytestmark = pytest.mark.django_db
USUAL = "case_id,activity,resource,timestamp\np1,Register,Ada,2026-11-02T08:00:00Z\np1,Decide,Ben,2026-11-03T08:00:00Z\n"
ODD = "Dossier no;Step done;Clerk;Finished on\np1;Register;Ada;20.11.2026 08:00\np1;Decide;Ben;21.11.2026 08:00\n"
AMBIGUOUS = "case_id,activity,resource,at\np1,Register,Ada,02/11/2026\np1,Decide,Ben,03/11/2026\n"
XES = """<log><trace><string key="concept:name" value="p1"/><event><string key="concept:name" value="Register"/>
<string key="org:resource" value="Ada"/><date key="time:timestamp" value="2026-11-02T08:00:00Z"/></event></trace></log>"""
OCEL = {
    "objects": [{"id": "o1", "type": "order"}, {"id": "i1", "type": "item"}],
    "events": [
        {
            "id": "e1",
            "type": "Register",
            "time": "2026-11-02T08:00:00Z",
            "relationships": [{"objectId": "o1", "qualifier": "of"}, {"objectId": "i1", "qualifier": "with"}],
        }
    ],
}


@pytest.fixture
def administrator(client_of, company, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.FILE_FOLDERS = [str(tmp_path)]
    return client_of(company.administrator)


def page(name, *args):
    return reverse(f"signals:draft_{name}", args=args)


def upload(client, name, content):
    """A draft whose log is uploaded; what the check page shows."""
    client.post(reverse("signals:connect"), {"kind": "event_log"})
    draft = SourceDraft.objects.latest("pk")
    told = {"name": "Permits", "upload": SimpleUploadedFile(name, content.encode())}
    answer = client.post(page("connection", draft.pk), told)
    assert answer.status_code == 303
    return draft, client.get(answer.url).content.decode()


def save(client, draft):
    """Through preview to a saved source, pulled."""
    shown = client.get(page("preview", draft.pk)).content.decode()
    client.post(page("preview", draft.pk), {"interval": "1d", "time_zone": "UTC", "save": "1"})
    return shown, run(Source.objects.get(), NOW)


def test_a_log_with_the_usual_names_needs_no_explanation(administrator):
    draft, checked = upload(administrator, "permits.csv", USUAL)
    assert "The log can be read: 2 events of 1 case would come." in checked
    assert "Columns explained" in administrator.get(page("streams", draft.pk)).content.decode()
    assert administrator.post(page("streams", draft.pk), {"streams": ["permits"]}).url == page("preview", draft.pk)
    shown, pull = save(administrator, draft)
    assert "Event, activity" in shown
    assert counts(pull) == (3, 3, 0, 0, 0)
    assert (Work.objects.get().holder, WorkEvent.objects.filter(kind="activity").count()) == ("Ben", 2)


@pytest.mark.parametrize(
    "columns",
    [
        "case:concept:name,concept:name,org:resource,time:timestamp",
        "Case ID,Activity,Resource,Complete Timestamp",
        "CASE_ID,ACTIVITY_NAME,USER,END_TIME",
        "trace_id,task,assignee,time",
    ],
)
def test_the_names_that_tools_export_are_usual_ones(administrator, columns):
    draft, _ = upload(administrator, "permits.csv", USUAL.replace(USUAL.splitlines()[0], columns))
    streams = administrator.get(page("streams", draft.pk)).content.decode()
    assert "Columns explained" in streams
    assert "becomes work and event<" in streams
    assert administrator.post(page("streams", draft.pk), {"streams": ["permits"]}).url == page("preview", draft.pk)
    assert counts(save(administrator, draft)[1]) == (3, 3, 0, 0, 0)


def test_other_names_are_guessed_from_what_they_hold(administrator):
    draft, checked = upload(administrator, "permits.csv", ODD)
    assert "2 events of 1 case" in checked
    log = SourceDraft.objects.get().streams[0]["log"]
    at = {"from": "Finished on", "format": "%d.%m.%Y %H:%M"}
    assert log == {"case": "Dossier no", "activity": "Step done", "resource": "Clerk", "at": at}
    assert save(administrator, draft)[1].rows_rejected == 0


def test_a_date_with_two_readings_is_asked_for(administrator):
    draft, _ = upload(administrator, "permits.csv", AMBIGUOUS)
    assert administrator.post(page("streams", draft.pk), {"streams": ["permits"]}).url == page("columns", draft.pk, 0)
    address = page("columns", draft.pk, 0)
    form = administrator.get(address).context["form"]
    said = {name: form[name].value() or "" for name in form.fields}
    assert (said["case"], said["activity"], said["at"]) == ("case_id", "activity", "at")
    refused = administrator.post(address, said)
    assert (refused.status_code, "has two readings" in refused.content.decode()) == (422, True)
    doubled = administrator.post(address, {**said, "at_format": "%d/%m/%Y", "resource": "activity"})
    assert doubled.status_code == 422
    assert administrator.post(address, {**said, "at_format": "%d/%m/%Y"}).url == page("streams", draft.pk)
    assert SourceDraft.objects.get().checked["ok"]
    assert save(administrator, draft)[1].rows_rejected == 0
    assert Work.objects.get().opened_at.date().isoformat() == "2026-11-02"


def test_a_log_of_the_standard_is_read_as_it_is(administrator):
    draft, checked = upload(administrator, "permits.xes", XES)
    assert "1 event of 1 case" in checked
    assert "nothing is asked about them" in administrator.get(page("columns", draft.pk, 0)).content.decode()
    assert counts(save(administrator, draft)[1])[:2] == (2, 2)


def test_of_a_log_with_many_cases_the_preview_shows_events_too(administrator):
    lines = [f"p{case},{step},Ada,2026-11-02T0{hour}:00:00Z" for case in range(150) for step, hour in (("Ask", 8), ("Do", 9))]
    draft, checked = upload(administrator, "permits.csv", "\n".join([USUAL.splitlines()[0], *lines]))
    assert "300 events of 150 cases" in checked
    shown = administrator.get(page("preview", draft.pk))
    assert "Of 200 records looked at, 200 would be loaded and 0 rejected." in shown.content.decode()
    [preview] = shown.context["previews"]
    kinds = [" and ".join(row.kind for row in one.rows) for one in preview.outcome.shown]
    assert Counter(kinds) == {"case": 7, "activity and holder": 7, "activity": 6}


def test_of_several_types_of_objects_the_case_is_chosen(administrator):
    draft, checked = upload(administrator, "orders.jsonocel", json.dumps(OCEL))
    assert "Say what its columns mean" in checked
    address = page("columns", draft.pk, 0)
    assert administrator.post(address, {"kind": "order", "case": "order"}).url == page("streams", draft.pk)
    save(administrator, draft)
    assert (Work.objects.get().kind, Work.objects.get().external_id) == ("order", "o1")


def test_what_is_no_log_is_refused(administrator):
    administrator.post(reverse("signals:connect"), {"kind": "event_log"})
    draft = SourceDraft.objects.get()
    told = {"name": "Permits", "upload": SimpleUploadedFile("permits.docx", b"x")}
    answer = administrator.post(page("connection", draft.pk), told)
    assert (answer.status_code, ".jsonocel" in answer.content.decode()) == (422, True)


def test_a_column_that_is_always_another_is_no_case():
    rows = [{"ticket": str(number), "what": "x", "when": "2026-11-02T08:00:00Z"} for number in range(3)]
    columns = columns_of(rows, flat=True)
    assert "case" not in proposed(columns)
    assert not is_plain(proposed(columns), columns)
