"""What an administrator does with a connected source."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from signals.models import Pull, Source, SourceDraft, Stream
from tests.signals.metrics import define
from tests.signals.rows import NOW, a_source
from tests.signals.sources import file_source, rest_source, run, stream

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client_of, company):
    return client_of(company.administrator)


def address(name, thing):
    return reverse(f"signals:{name}", args=[thing.pk])


def test_a_new_credential_is_tried_before_it_is_kept(administrator, httpserver, settings):
    settings.OUTBOUND_ALLOW_PRIVATE = True
    httpserver.expect_request("/deals", headers={"Authorization": "Bearer fresh"}).respond_with_json([])
    httpserver.expect_request("/deals").respond_with_data("no", status=401)
    source = rest_source(httpserver.url_for(""), stream(path="deals"), secret="old")
    Source.objects.update(state="reconnect", state_reason="The CRM refused the credential.")
    page = address("reconnect", source)
    assert "The CRM refused the credential." in administrator.get(page).content.decode()
    refused = administrator.post(page, {"secret": "wrong"})
    assert refused.status_code == 422
    assert "refused the credential (401)" in refused.content.decode()
    assert Source.objects.get().secret.reveal() == "old"
    assert administrator.post(page, {"secret": "fresh"}).status_code == 303
    source.refresh_from_db()
    assert (source.secret.reveal(), source.state, source.pulls.open().count()) == ("fresh", "active", 1)


def test_a_source_is_deleted_only_when_its_name_is_typed(administrator):
    source = a_source()
    define("visits", source, name="Visits")
    page = address("delete_source", source)
    shown = administrator.get(page).content.decode()
    for words in ("What goes", "What stays", "Visits", "1 definition reads it."):
        assert words in shown
    assert administrator.post(page, {"name": "crm"}).status_code == 422
    assert Source.objects.get().state == "active"
    answer = administrator.post(page, {"name": "CRM"}, follow=True)
    assert "CRM is being deleted with its records." in answer.content.decode()
    assert Source.objects.get().state == "deleting"


def test_what_is_gone_at_the_source_since_its_last_pull_is_said_before_a_change_is_saved(administrator, tmp_path, settings):
    settings.FILE_FOLDERS = [str(tmp_path)]
    deals = tmp_path / "deals.csv"
    deals.write_text("id,name,stage,amount,created_at,note\nd1,Acme,Open,5,2026-01-02T08:00:00Z,x\n")
    run(file_source(tmp_path, stream(file="deals.csv")))
    source = Source.objects.get()
    administrator.post(address("change_source", source))
    preview = address("draft_preview", SourceDraft.objects.get())
    assert "not as it was" not in administrator.get(preview).content.decode()
    deals.write_text("id,name,phase,amount,created_at\nd1,Acme,Open,much,2026-01-02T08:00:00Z\n")
    administrator.post(address("change_source", source))
    draft = SourceDraft.objects.latest("pk")
    shown = administrator.get(address("draft_preview", draft)).content.decode()
    assert "The source is not as it was when it was last pulled." in shown
    assert "The column “stage” is gone, and rows are made from it." in shown
    assert "The column “amount” was number and is text." not in shown, "a CSV holds texts"
    assert "“note”" not in shown, "nothing is read from it"


def test_a_backfill_is_asked_for_from_a_day(administrator):
    source = a_source()
    page = address("backfill", source)
    assert administrator.post(page, {"since": "2027-01-01"}).status_code == 422
    assert administrator.post(page, {"since": "2026-01-01"}).status_code == 303
    backfill = Pull.objects.get(kind="backfill")
    assert backfill.since == datetime(2026, 1, 1, tzinfo=UTC)
    again = administrator.post(page, {"since": "2025-01-01"}, follow=True)
    assert "A backfill waits or runs already" in again.content.decode()
    Source.objects.update(state="paused")
    assert administrator.post(page, {"since": "2026-01-01"}).status_code == 422


def test_a_pull_is_cancelled_once(administrator):
    source = a_source()
    pull = Pull.objects.create(source=source, kind="backfill", state="running", due_at=NOW, rows_read=4, rows_new=4)
    assert address("cancel_pull", pull) in administrator.get(address("source", source)).content.decode()
    answer = administrator.post(address("cancel_pull", pull), follow=True)
    assert "Cancelled by Sam Adeyemi. Kept: the 4 rows read before." in answer.content.decode()
    assert "This pull has ended already." in administrator.post(address("cancel_pull", pull), follow=True).content.decode()


def test_a_stream_is_retired_and_read_again(administrator):
    source = a_source()
    only = source.streams.get()
    answer = administrator.post(address("retire_stream", only), follow=True)
    assert "This is the only stream that is read: pause the source instead." in answer.content.decode()
    other = Stream.objects.create(source=source, name="deals")
    administrator.post(address("retire_stream", other))
    other.refresh_from_db()
    assert other.retired
    shown = administrator.get(address("source", source)).content.decode()
    assert address("restore_stream", other) in shown
    administrator.post(address("restore_stream", other))
    other.refresh_from_db()
    assert not other.retired


def test_drift_says_since_when_and_is_accepted(administrator, client_of, company):
    source = a_source()
    gone = {"column": "stage", "what": "gone", "was": "text", "now": "", "mapped": True, "since": "2026-11-18T09:00:00+00:00"}
    source.streams.update(drift=[gone], fingerprint={"stage": "text", "id": "text"}, mapping={"id": "id", "records": []})
    shown = administrator.get(address("source", source)).content.decode()
    assert "The column “stage” is gone, and rows are made from it." in shown
    assert "since Wed 18 Nov, 09:00" in shown
    assert address("expect_shape", source.streams.get()) in shown
    assert (
        address("expect_shape", source.streams.get())
        not in client_of(company.member).get(address("source", source)).content.decode()
    )
    assert administrator.post(address("expect_shape", source.streams.get())).status_code == 303
    kept = source.streams.get()
    assert (kept.drift, kept.fingerprint) == ([], {"id": "text"})


def test_editing_says_first_what_it_will_do(administrator):
    source = a_source(settings={"base_url": "https://crm.example"}, interval=timedelta(minutes=5))
    mapped = {"id": "id", "records": [{"work": {"kind": {"const": "lead"}}}]}
    source.streams.update(settings={"path": "/leads"}, mapping=mapped)
    page = address("edit_source", source)
    form = administrator.get(page).context["form"]
    data = {name: form[name].value() or "" for name in form.fields if name not in ("allow_private", "allow_http")}
    changed = {**data, "streams": data["streams"].replace("lead}", "deal}").replace("const: lead", "const: deal"), "save": "1"}
    answer = administrator.post(page, changed)
    assert answer.status_code == 200
    assert "“all” is mapped anew: read again from the start" in answer.content.decode()
    assert source.streams.get().mapping == mapped
    assert administrator.post(page, {**changed, "confirmed": "1"}).status_code == 303
    assert source.streams.get().mapping["records"] == [{"work": {"kind": {"const": "deal"}}}]


def test_a_source_is_changed_page_by_page(administrator, httpserver, settings):
    settings.OUTBOUND_ALLOW_PRIVATE = True
    httpserver.expect_request("/deals").respond_with_json([{"id": "d1", "name": "Acme", "stage": "Won"}])
    mapping = {"id": "id", "records": [{"work": {"kind": {"const": "deal"}, "title": "name"}}]}
    source = rest_source(httpserver.url_for(""), {"name": "deals", "path": "deals", **mapping}, secret="kept")
    answer = administrator.post(address("change_source", source))
    draft = SourceDraft.objects.get()
    assert answer.url == reverse("signals:draft_connection", args=[draft.pk])
    columns = reverse("signals:draft_columns", args=[draft.pk, 0])
    form = administrator.get(columns).context["form"]
    said = {name: form[name].value() or "" for name in form.fields}
    assert said["role-1"] == "title"
    administrator.post(columns, {**said, "role-2": "status", "keep": "1"})
    preview = reverse("signals:draft_preview", args=[draft.pk])
    assert "“deals” is mapped anew" in administrator.get(preview).content.decode()
    data = {"interval": "1h", "time_zone": "UTC", "function": "sales", "save": "1"}
    assert administrator.post(preview, data).status_code == 303
    source.refresh_from_db()
    assert (source.secret.reveal(), source.interval) == ("kept", timedelta(hours=1))
    assert source.streams.get().mapping["records"][0]["work"]["status"] == {"from": "stage"}


def test_kept_records_are_mapped_anew_by_an_administrator_and_the_pull_shows_how_far(client_of, company, kept_page):
    source = a_source()
    address, page = reverse("signals:map_anew", args=[source.pk]), reverse("signals:source", args=[source.pk])
    client = client_of(company.administrator)
    assert "Map the kept records anew" not in client.get(page).content.decode()
    assert "there is nothing to map" in client.post(address, follow=True).content.decode()
    kept_page(source, {"id": 7})
    assert "Map the kept records anew" in client.get(page).content.decode()
    asked = client.post(address, follow=True)
    assert asked.redirect_chain[0][1] == 303
    assert "Kept records mapped anew" in asked.content.decode()
    assert source.pulls.open().get().kind == "remap"
    assert "kept records mapped anew" in client.get(page).content.decode()


def test_nothing_is_offered_that_would_be_refused(administrator):
    source = a_source()
    shown = administrator.get(address("source", source)).content.decode()
    assert address("pull_now", source) in shown
    assert "/retire/" not in shown
    Stream.objects.create(source=source, name="more")
    Source.objects.update(state="paused")
    shown = administrator.get(address("source", source)).content.decode()
    assert address("pull_now", source) not in shown
    assert shown.count("/retire/") == 2
