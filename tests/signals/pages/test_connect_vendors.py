"""Each vendor's kind, connected page by page against its fake: the sample company's records are previewed, saved and pulled."""

import re

import pytest
from django.urls import reverse

from signals.models import Reject, Source, SourceDraft
from tests.signals import filled
from tests.signals.fakes import asana, hubspot, jira, posthog, salesforce
from tests.signals.offering import a_tap, warehouse
from tests.signals.sample import sample
from tests.signals.sources import NOW as OF_THE_SAMPLE
from tests.signals.sources import run

pytestmark = pytest.mark.django_db
CREDENTIALS = {
    "hubspot": hubspot.TOKEN,
    "salesforce": f"{salesforce.KEY}:{salesforce.SECRET}",
    "jira": jira.TOKEN,
    "asana": asana.TOKEN,
    "posthog": posthog.KEY,
    "sql": "",
    "singer": "{}",
}
FIRST = {
    "hubspot": "companies",
    "salesforce": "accounts",
    "jira": "issues",
    "asana": "tasks",
    "posthog": "events",
    "sql": "work",
    "singer": "work",
}
PREVIEWED = re.compile(r"Of ([\d,]+) records looked at, ([\d,]+) would be loaded and 0 rejected\.")


@pytest.fixture
def place(request, tmp_path, settings):
    """A factory: what the connection page of a kind asks for, where the kind's fake serves the sample."""
    settings.SINGER_FOLDERS = [str(tmp_path)]

    def told(kind: str) -> dict[str, str]:
        if kind == "sql":
            found = request.getfixturevalue("at_the_warehouse")
            return {f"set-{name}": value for name, value in found.items()}
        if kind == "singer":
            return {"set-tap": str(tmp_path / a_tap(tmp_path))}
        server = request.getfixturevalue("httpserver")
        getattr(filled, kind)(sample()).serve(server)
        return {"set-base_url": server.url_for(f"/project/{posthog.PROJECT}" if kind == "posthog" else "")}

    return told


@pytest.fixture
def at_the_warehouse():
    with warehouse() as found:
        yield found


@pytest.mark.parametrize("kind", [*CREDENTIALS])
def test_a_vendor_is_connected_page_by_page(kind, place, client_of, company, time_machine):
    time_machine.move_to(OF_THE_SAMPLE, tick=False)
    client = client_of(company.administrator)
    client.post(reverse("signals:connect"), {"kind": kind})
    draft = SourceDraft.objects.get()
    steps = {name: reverse(f"signals:draft_{name}", args=[draft.pk]) for name in ("connection", "check", "streams", "preview")}
    page = client.get(steps["connection"])
    form = page.context["form"]
    given = {name: form[name].value() or "" for name in form.fields}
    given |= {"allow_private": "on", "allow_http": "on", "secret": CREDENTIALS[kind], **place(kind)}
    assert client.post(steps["connection"], given).url == steps["check"]
    checked = client.get(steps["check"]).content.decode()
    assert "can be read" in checked, re.findall(r'found-what">(.*?)<', checked)
    assert CREDENTIALS[kind] in ("", "{}") or CREDENTIALS[kind] not in checked
    listed = client.get(steps["streams"])
    names = [line["stream"]["name"] for line in listed.context["lines"]]
    assert all(line["about"] for line in listed.context["lines"])
    assert client.post(steps["streams"], {"streams": [FIRST[kind]]}).url == steps["preview"]
    shown = client.get(steps["preview"])
    [found] = PREVIEWED.findall(shown.content.decode())
    assert found[0] == found[1] != "0"
    assert len(shown.context["previews"][0].outcome.shown) <= 20
    said = {"function": "sales", "interval": "15m", "time_zone": "UTC", "currency": "EUR", "save": "1"}
    assert client.post(steps["preview"], said).status_code == 303
    source = Source.objects.get()
    assert (source.kind, [stream.name for stream in source.streams.all()]) == (kind, [FIRST[kind]])
    pull = run(source, OF_THE_SAMPLE)
    assert (pull.state, Reject.objects.count()) == ("done", 0)
    assert pull.rows_new == pull.rows_read > 0
    assert len(names) >= 2
