"""A tap that does not speak the console's words: its own streams, picked and mapped column by column."""

import json
import sys

import pytest

from tests.signals.pages.drafting import begin, keep_columns, page, save
from tests.signals.sources import counts

pytestmark = pytest.mark.django_db
TAP = """#!{python}
import json, sys
if "--discover" in sys.argv:
    print(json.dumps(dict(streams=[dict(tap_stream_id=name, stream=name, schema=dict()) for name in {streams!r}])))
    sys.exit()
for number in (1, 2):
    record = dict(id=str(number), subject="Order", status="Won", created_at="2026-11-0%dT08:00:00Z" % number)
    print(json.dumps(dict(type="RECORD", stream="tickets", record=record)), flush=True)
"""


@pytest.fixture
def administrator(client_of, company):
    return client_of(company.administrator)


@pytest.fixture
def a_tap(tmp_path, settings):
    """A factory: a tap that offers these streams; what its connection page asks for."""
    settings.SINGER_FOLDERS = [str(tmp_path)]

    def install(*streams: str) -> dict[str, str]:
        path = tmp_path / "tap-desk"
        path.write_text(TAP.format(python=sys.executable, streams=list(streams)))
        path.chmod(0o755)
        return {"set-tap": str(path), "secret": json.dumps({})}

    return install


def test_the_streams_of_any_tap_are_offered_mapped_and_pulled(administrator, a_tap):
    draft, checked = begin(administrator, "singer", **a_tap("tickets", "agents"))
    assert "Its streams: tickets, agents." in checked
    draft.refresh_from_db()
    assert ([stream["name"] for stream in draft.streams], draft.chosen) == (["tickets", "agents"], [])
    assert administrator.post(page("streams", draft.pk), {"streams": ["tickets"]}).url == page("columns", draft.pk, 0)
    assert keep_columns(administrator, draft, 0).url == page("preview", draft.pk)
    shown, pull = save(administrator, draft)
    assert "Work, ticket" in shown
    assert counts(pull) == (2, 2, 0, 0, 0)


def test_of_a_tap_that_speaks_the_words_of_the_console_those_streams_are_picked(administrator, a_tap):
    draft, _ = begin(administrator, "singer", **a_tap("work", "tickets"))
    draft.refresh_from_db()
    assert [stream["name"] for stream in draft.chosen] == ["work"]
    shown = administrator.get(page("columns", draft.pk, 0)).content.decode()
    assert "says more than this page can" in shown
    answer = administrator.post(page("new_endpoint", draft.pk), {"name": "leads"})
    assert (answer.status_code, "It has work, tickets." in answer.content.decode()) == (422, True)


def test_picking_is_kept_when_it_is_checked_again(administrator, a_tap):
    draft, _ = begin(administrator, "singer", **a_tap("tickets", "agents"))
    administrator.post(page("streams", draft.pk), {"streams": ["tickets"]})
    administrator.post(page("check", draft.pk))
    draft.refresh_from_db()
    assert [stream["name"] for stream in draft.chosen] == ["tickets"]
