"""A sources file is applied whole or not at all; every mistake is told with its path."""

from datetime import UTC, datetime

import pytest
import yaml
from django.core.management import CommandError, call_command

from signals.models import Source, Stream
from signals.sources_file.applying import apply
from signals.sources_file.loading import SourcesFileError
from tests.signals.sources import DEAL, stream

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, tzinfo=UTC)


def crm(**said) -> dict:
    return {
        "name": "CRM",
        "kind": "rest",
        "settings": {"base_url": "https://crm.example.com"},
        "streams": [stream(path="deals")],
        **said,
    }


@pytest.fixture
def applied(tmp_path):
    def apply_sources(*sources, dry_run=False, environment=None, **rest):
        path = tmp_path / "sources.yaml"
        path.write_text(yaml.safe_dump({"version": 1, "sources": list(sources), **rest}))
        return apply(path, at=NOW, dry_run=dry_run, environment=environment or {})

    return apply_sources


def test_applied_again_it_changes_nothing(applied):
    assert applied(crm(interval="15m", function="sales")) == ["source CRM: new"]
    assert applied(crm(interval="15m", function="sales")) == ["source CRM: unchanged"]
    assert applied(crm(interval="1h", function="sales")) == ["source CRM: changed: interval"]
    assert Source.objects.get().interval.total_seconds() == 3600


def test_a_dry_run_tells_and_changes_nothing(applied):
    assert applied(crm(), dry_run=True) == ["source CRM: new"]
    assert not Source.objects.exists()


def test_a_stream_that_is_mapped_differently_is_read_from_its_start(applied):
    applied(crm())
    Stream.objects.update(cursor={"mark": "2026-03-01T00:00:00+00:00"})
    applied(crm())
    assert Stream.objects.get().cursor != {}
    applied(crm(streams=[stream(path="deals", version="updated_at")]))
    assert Stream.objects.get().cursor == {}


def test_a_stream_no_longer_named_is_not_read_any_more(applied):
    applied(crm(streams=[stream(path="deals"), stream(name="old", path="old")]))
    applied(crm())
    assert dict(Stream.objects.values_list("name", "retired")) == {"deals": False, "old": True}


def test_the_secret_comes_from_the_environment_and_is_sealed(applied):
    applied(crm(secret="env:CRM_TOKEN"), environment={"CRM_TOKEN": "s3cret"})
    source = Source.objects.get()
    assert "s3cret" not in source.sealed_secret
    assert (source.secret.reveal(), repr(source.secret)) == ("s3cret", "Secret(•••)")
    assert applied(crm(secret="env:CRM_TOKEN"), environment={"CRM_TOKEN": "s3cret"}) == ["source CRM: unchanged"]


MISTAKES = [
    (
        crm(intervall="5m"),
        r"sources\[CRM\]: unknown key|sources\[CRM\].intervall: unknown key “intervall”; did you mean “interval”",
    ),
    (crm(interval="often"), r"sources\[CRM\].interval: “often” is not a length of time"),
    (crm(kind="ret"), r"sources\[CRM\].kind: there is no kind “ret”; did you mean “rest”"),
    (crm(settings={"base_ulr": "x"}), r"base_ulr: unknown key “base_ulr”; did you mean “base_url”"),
    (crm(time_zone="Mars/Olympus"), r"sources\[CRM\].time_zone: “Mars/Olympus” is not a time zone"),
    (crm(secret="s3cret"), r"sources\[CRM\].secret"),
    (crm(secret="env:MISSING"), r"sources\[CRM\].secret: the environment variable MISSING is not set"),
    (crm(streams=[stream()]), r"sources\[CRM\].streams\[deals\]: a source of kind rest needs `path`"),
    (crm(streams=[stream(path="a"), stream(path="b")]), r"Two streams are called “deals”"),
    (
        crm(streams=[stream(path="a", records=[{"work": {**DEAL["work"], "titel": "x"}}])]),
        r"unknown key “titel”; did you mean “title”",
    ),
    (
        crm(streams=[stream(path="a", records=[{**DEAL, "part": {"name": "x"}}])]),
        r"records\[0\]: Each entry of `records` is exactly one",
    ),
    (crm(streams=[stream(path="a", version={"form": "x"})]), r"version.form: unknown key “form”; did you mean “format”"),
]


@pytest.mark.parametrize(("mistake", "told"), MISTAKES)
def test_a_mistake_is_told_with_its_path_and_nothing_is_applied(applied, mistake, told):
    with pytest.raises(SourcesFileError, match=told):
        applied(crm(name="Good"), mistake)
    assert not Source.objects.exists()


@pytest.mark.parametrize(
    ("text", "told"), [("sources: [", "is not YAML"), ("version: 2", "version"), ("[1]", "the file"), (None, "cannot be read")]
)
def test_a_file_that_is_no_sources_file(tmp_path, text, told):
    path = tmp_path / "sources.yaml"
    if text is not None:
        path.write_text(text)
    with pytest.raises(CommandError, match=told):
        call_command("sources", "apply", str(path))


def test_the_folder_of_a_file_source_is_relative_to_the_file(tmp_path, applied):
    (tmp_path / "exports").mkdir()
    (tmp_path / "exports" / "deals.csv").write_text("id,name\n1,a\n")
    applied({"name": "Export", "kind": "file", "settings": {"folder": "exports"}, "streams": [stream(file="deals.csv")]})
    call_command("pull", "export")
    assert Source.objects.get().last_success_at is not None
