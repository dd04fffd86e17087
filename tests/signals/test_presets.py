"""With a preset an administrator gives only an address and a credential."""

from pathlib import Path

import pytest
import yaml

from signals import presets
from signals.connectors import KINDS
from signals.models import Metric, Source
from signals.offered import WORDS, offered
from signals.presets import files
from signals.sources_file.applying import apply
from signals.sources_file.loading import check
from tests.signals.sources import NOW, stream

PRESET = {
    "title": "Any API",
    "about": "Deals.",
    "credential": {"what": "A token.", "where": "On its settings page."},
    "needs": {"base_url": "https://crm.example.com"},
    "function": "sales",
    "interval": "15m",
    "settings": {"auth": "header:X-Key"},
    "streams": [stream(path="deals"), stream(name="old", path="old")],
    "metrics": [{"from_catalogue": "win_rate", "key": "win_rate"}],
}
GIVEN = {"name": "CRM", "kind": "rest", "settings": {"base_url": "https://crm.example.com"}}


@pytest.fixture
def of_rest(tmp_path, monkeypatch):
    (tmp_path / "rest.yaml").write_text(yaml.safe_dump(PRESET))
    monkeypatch.setattr(files, "FOLDER", tmp_path)


def checked(**said):
    return check({"version": 1, "sources": [{**GIVEN, **said}]}).sources[0]


def test_a_source_without_streams_takes_them_from_its_preset(of_rest):
    source = checked()
    assert [told.name for told in source.streams] == ["deals", "old"]
    assert source.settings == {"base_url": "https://crm.example.com", "auth": "header:X-Key"}
    assert (source.function, source.interval.total_seconds()) == ("sales", 900)


def test_what_the_entry_says_stays_as_it_says(of_rest):
    source = checked(preset=True, interval="1h", streams=[stream(name="old", path="older"), stream(name="own", path="own")])
    assert [(told.name, told.path) for told in source.streams] == [("deals", "deals"), ("old", "older"), ("own", "own")]
    assert source.interval.total_seconds() == 3600


def test_a_source_with_streams_of_its_own_needs_no_preset(of_rest):
    assert [told.name for told in checked(streams=[stream(path="mine")]).streams] == ["deals"]


@pytest.mark.django_db
def test_its_metrics_come_along_where_nobody_has_defined_them(of_rest, tmp_path):
    path = tmp_path / "sources.yaml"
    path.write_text(yaml.safe_dump({"version": 1, "sources": [GIVEN]}))
    assert apply(path, at=NOW, environment={}) == ["source CRM: new", "metric win_rate: version 1"]
    assert apply(path, at=NOW, environment={}) == ["source CRM: unchanged"]
    assert Metric.objects.get().definitions.get().sources.get() == Source.objects.get()


def test_each_preset_that_is_shipped_is_whole():
    for kind in presets.kinds():
        known = presets.preset(kind)
        source = presets.entry_of(kind, "It", settings=known.needs)
        assert source.streams == known.streams
        assert KINDS[kind].Settings.model_validate(source.settings)
        assert KINDS[kind].mistakes(source) == []
        assert {told.name for told in known.streams} == set(known.about_streams)
        assert all(metric.sources == ["It"] for metric in known.metrics_of("It"))


def test_a_kind_has_a_preset_or_is_described_by_its_data():
    by_hand = {kind for kind in KINDS if not offered(kind).is_known}
    assert by_hand == set(WORDS) == {"file", "rest", "event_log"}
    assert set(presets.kinds()) == set(KINDS) - by_hand
    assert presets.preset("file") is None


def test_the_docs_name_the_kinds_without_a_preset():
    told = (Path(__file__).parents[2] / "docs" / "adding-a-source.md").read_text().split("### Presets")[1].split("###")[0]
    assert "`file`, `rest` and `event_log` have none" in told
    assert "Where its columns have the usual names, nothing is asked." in offered("event_log").about
