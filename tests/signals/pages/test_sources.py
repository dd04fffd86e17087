"""The list of sources, and one source."""

from datetime import timedelta

import pytest
from django.urls import reverse

from signals import deletion
from signals.models import Pull, Source
from tests.signals.asking import count_queries
from tests.signals.metrics import define
from tests.signals.rows import NOW, a_source, some_work

pytestmark = pytest.mark.django_db
GONE = {"column": "stage", "what": "gone", "was": "text", "now": "", "mapped": False, "since": "2026-11-18T09:00:00+00:00"}
SOURCES = reverse("signals:sources")


def words_of(client, address, **headers):
    answer = client.get(address, **headers)
    assert answer.status_code == 200
    return answer.content.decode()


def test_no_source_is_an_invitation_to_administrators_only(client_of, company):
    assert reverse("signals:connect") in words_of(client_of(company.administrator), SOURCES)
    assert reverse("signals:connect") not in words_of(client_of(company.member), SOURCES)


def test_each_source_shows_state_age_interval_and_last_counts(client_of, company):
    source = a_source(pulled=NOW - timedelta(minutes=3))
    Pull.objects.filter(source=source).update(rows_read=12, rows_new=9, rows_changed=2, rows_rejected=1)
    shown = words_of(client_of(company.member), SOURCES)
    for words in ("CRM", "Fresh", "3 m ago", "every 5 m", "12 rows read", "9 new, 2 changed, 1 rejected"):
        assert words in shown


def test_a_quiet_source_is_a_finding(client_of, company):
    a_source("Ledger", pulled=NOW, data_as_of=NOW - timedelta(days=9), interval=timedelta(days=1), function="")
    shown = words_of(client_of(company.member), SOURCES)
    assert "Ledger is quiet: its data is 9 d old." in shown
    assert "Each pull succeeds, but the data it brings says that it is from Wed 11 Nov." in shown


def test_a_source_that_is_being_deleted_is_not_missed(client_of, company):
    a_source("Ledger", pulled=NOW - timedelta(days=9), state="deleting")
    shown = words_of(client_of(company.member), SOURCES)
    assert "Being deleted" in shown
    assert "Ledger is quiet" not in shown


def test_how_much_of_a_source_is_still_to_be_deleted_is_counted_until_it_is_gone(client_of, company):
    source, client = a_source("Ledger", state="deleting", state_reason="It is being deleted."), client_of(company.administrator)
    for number in range(3):
        some_work(source, number)
    shown = words_of(client, SOURCES)
    assert "3 rows still to go" in shown
    assert 'hx-trigger="every 2s"' in shown
    own = words_of(client, reverse("signals:source", args=[source.pk]))
    assert "It is being deleted: 3 rows still to go." in own
    assert "/retire/" not in own
    assert "still to go" in words_of(client, SOURCES, headers={"HX-Request": "true"})
    deletion.delete(source.pk)
    assert "Ledger" not in words_of(client, SOURCES)


@pytest.mark.parametrize(
    ("state", "fields", "word"),
    [
        ("failed", {"error": "The CRM answered 401.", "permanent": True}, "Failed"),
        ("running", {}, "Pulling"),
        ("due", {}, "Waiting"),
    ],
)
def test_a_source_says_how_its_pull_is(client_of, company, state, fields, word):
    source = a_source(pulled=None)
    Pull.objects.create(source=source, state=state, due_at=NOW, **fields)
    assert word in words_of(client_of(company.member), SOURCES)
    assert fields.get("error", word) in words_of(client_of(company.member), reverse("signals:source", args=[source.pk]))


def test_progress_is_true_and_polled_only_while_a_pull_runs(client_of, company):
    source = a_source()
    address = reverse("signals:source", args=[source.pk])
    client = client_of(company.member)
    assert "hx-trigger" not in words_of(client, address)
    pull = Pull.objects.create(source=source, state="running", due_at=NOW, rows_read=300, rows_new=300, rows_known=1200)
    fragment = words_of(client, address, headers={"HX-Request": "true"})
    assert "<html" not in fragment
    assert 'hx-trigger="every 2s"' in fragment
    assert "300 of 1,200 rows read" in fragment
    Pull.objects.filter(pk=pull.pk).update(rows_known=None)
    assert "300 rows read so far" in words_of(client, address)


def test_a_source_shows_its_streams_its_pulls_and_what_reads_it(client_of, company):
    source = a_source()
    source.streams.update(
        settings={"path": "/v1/leads"},
        mapping={"records": [{"work": {}}]},
        drift=[GONE],
        cursor={"since": "2026"},
    )
    define("visits", source, name="Visits")
    shown = words_of(client_of(company.member), reverse("signals:source", args=[source.pk]))
    for words in (
        "/v1/leads",
        "work",
        "The column “stage” is gone.",
        "Visits",
        "0 read = 0 new + 0 changed + 0 unchanged + 0 rejected",
    ):
        assert words in shown


def test_an_uploaded_file_is_told_without_its_path(client_of, company, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    source = a_source()
    Source.objects.update(kind="file", settings={"folder": str(tmp_path / "sources" / "x1")})
    cursor = {"row": 5, "done": True, "content": "4f49f0"}
    source.streams.update(mapping={"records": [{"event": {}}, {"event": {}}]}, cursor=cursor)
    shown = words_of(client_of(company.administrator), reverse("signals:source", args=[source.pk]))
    assert "an uploaded file" in shown
    assert "row 5 of a file: it was read to its end" in shown
    for hidden in (f", {tmp_path}", "4f49f0", "event, event", "A new credential"):
        assert hidden not in shown


def test_only_administrators_pull_pause_and_resume(client_of, company):
    source = a_source()
    for name in ("pull_now", "pause", "resume"):
        address = reverse(f"signals:{name}", args=[source.pk])
        assert client_of(company.sales).post(address).status_code == 403
        assert client_of(company.administrator).get(address).status_code == 405
    administrator = client_of(company.administrator)
    assert administrator.post(reverse("signals:pause", args=[source.pk])).status_code == 303
    assert Source.objects.get().state == "paused"
    answer = administrator.post(reverse("signals:pull_now", args=[source.pk]), follow=True)
    assert "resume it first, then pull." in answer.content.decode()
    administrator.post(reverse("signals:resume", args=[source.pk]))
    administrator.post(reverse("signals:pull_now", args=[source.pk]))
    assert source.pulls.open().count() == 1


def test_ten_sources_ask_as_many_queries_as_one(client_of, company):
    client = client_of(company.member)
    a_source()
    client.get(SOURCES)
    before = count_queries(client, SOURCES)
    for number in range(9):
        a_source(f"Source {number}", pulled=NOW - timedelta(days=1))
    assert count_queries(client, SOURCES) == before


def test_the_history_of_a_source_shows_no_path_of_an_upload(client_of, company, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    a_source(settings={"folder": str(tmp_path / "sources" / "abc")}, time_zone="UTC")
    page = client_of(company.administrator).get(reverse("signals:source", args=[Source.objects.get().pk])).content.decode()
    assert "an upload" in page
    assert str(tmp_path) not in page


def test_a_first_pull_that_was_cancelled_is_told_and_any_other_rather(client_of, company):
    source = a_source(pulled=None)
    Pull.objects.create(source=source, state="done", due_at=NOW, finished_at=NOW, rows_read=12, rows_new=12)
    Pull.objects.create(source=source, state="cancelled", due_at=NOW, finished_at=NOW, rows_read=7, rows_new=7)
    client = client_of(company.member)
    assert "12 rows read" in words_of(client, SOURCES)
    Pull.objects.filter(state="done").delete()
    assert "7 rows read" in words_of(client, SOURCES)


def test_the_age_of_a_file_is_not_what_its_source_says(client_of, company):
    source = a_source(data_as_of=NOW)
    own = reverse("signals:source", args=[source.pk])
    assert "The source says its data is from" in words_of(client_of(company.member), own)
    Source.objects.update(kind="file")
    source.streams.update(settings={"file": "deals.csv", "as_of": {"from": "modified"}})
    shown = words_of(client_of(company.member), own)
    assert "The file is from" in shown
    assert "The source says" not in shown
