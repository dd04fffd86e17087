"""Two administrators change one source: whoever saves last is told what the other changed, and undoes nothing unseen."""

import pytest
from django.urls import reverse

from signals.models import Source, SourceDraft
from tests.signals.pages.test_connect import CONNECT, as_opened, filled

pytestmark = pytest.mark.django_db
NOWHERE = "https://127.0.0.1:9"  # refused without asking anybody
SAVED = {"interval": "2h", "time_zone": "UTC", "currency": "EUR", "save": "1"}


@pytest.fixture
def administrator(client_of, company):
    return client_of(company.administrator)


@pytest.fixture
def source(administrator):
    administrator.post(CONNECT, filled(settings=f"base_url: {NOWHERE}"))
    return Source.objects.get()


@pytest.fixture
def edit(source):
    return reverse("signals:edit_source", args=[source.pk])


def remap(source):
    """What another does meanwhile: the stream is mapped anew, and the address is another."""
    stream = source.streams.get()
    stream.mapping = {**stream.mapping, "version": "changed_at"}
    stream.save()
    Source.objects.filter(pk=source.pk).update(settings={"base_url": f"{NOWHERE}/other"})


def test_a_save_as_text_over_another_change_is_refused_once_with_what_changed(administrator, source, edit):
    opened = as_opened(administrator, edit)
    remap(source)
    answer = administrator.post(edit, filled(settings=f"base_url: {NOWHERE}", interval="3h", opened_from=opened, confirmed="1"))
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "CRM was changed since you opened it: the setting “base_url”, the stream “leads”." in shown
    assert 'value="3h"' in shown
    assert source.streams.get().mapping["version"] == "changed_at"
    anew = answer.context["form"]["opened_from"].value()
    assert (
        administrator.post(
            edit, filled(settings=f"base_url: {NOWHERE}", interval="3h", opened_from=anew, confirmed="1")
        ).status_code
        == 303
    )
    source.refresh_from_db()
    assert source.interval.total_seconds() == 3 * 3600


def test_the_text_says_from_what_it_was_made(administrator, edit):
    for opened in ("", "[]", "{"):
        assert administrator.post(edit, filled(opened_from=opened)).status_code == 422


def test_a_save_in_pages_over_another_change_is_refused_once_with_what_changed(administrator, source):
    administrator.post(reverse("signals:change_source", args=[source.pk]))
    preview = reverse("signals:draft_preview", args=[SourceDraft.objects.get().pk])
    remap(source)
    shown = administrator.post(preview, SAVED).content.decode()
    assert "CRM was changed since you opened it: the setting “base_url”, the stream “leads”." in shown
    assert 'value="2h"' in shown
    assert source.streams.get().mapping["version"] == "changed_at"
    assert administrator.post(preview, SAVED).status_code == 303
    source.refresh_from_db()
    assert (source.interval.total_seconds(), source.settings) == (2 * 3600, {"base_url": NOWHERE})


def test_what_a_pull_keeps_is_no_change(administrator, source, edit):
    opened = as_opened(administrator, edit)
    source.streams.update(cursor={"mark": "2026-11-01"}, fingerprint={"id": "number"})
    assert administrator.post(edit, filled(opened_from=opened)).status_code == 303


def test_a_save_as_text_leaves_a_paused_source_paused_with_its_reason_and_what_is_retired_retired(administrator, source, edit):
    Source.objects.filter(pk=source.pk).update(state="paused", state_reason="Its worker was lost.")
    source.streams.create(name="old", settings={"path": "old"}, mapping=source.streams.get().mapping, retired=True)
    shown = administrator.get(edit).context["form"]
    assert [stream["name"] for stream in shown.initial["opened_from"]["streams"]] == ["leads"]
    assert "old" not in shown.initial["streams"]
    opened = as_opened(administrator, edit)
    told = filled(settings=f"base_url: {NOWHERE}", interval="3h", opened_from=opened, confirmed="1")
    assert administrator.post(edit, told).status_code == 303
    source.refresh_from_db()
    assert (source.state, source.state_reason, source.interval.total_seconds()) == ("paused", "Its worker was lost.", 3 * 3600)
    assert source.streams.get(name="old").retired
