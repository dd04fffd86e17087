"""Singer taps: a process of their own, STATE kept with its rows, and a tap that dies half way."""

import json
import stat
import sys

import pytest

from signals.connectors import check
from signals.entries import SourceEntry
from signals.models import Reject, Source, Stream, Work
from signals.services import save_source
from signals.singer.process import Tap, texts_of
from signals.sources_file.applying import apply
from tests.signals.sources import DEAL, NOW, counts, run, stream

pytestmark = pytest.mark.django_db
SECRET = "a-key-nobody-may-see"
# A tap over a file of rows: it goes on after the id in its state, says STATE after every second row, and dies where it is told.
TAP = """#!{python}
import argparse, json, os, sys
asked = argparse.ArgumentParser()
for name in ("--config", "--state", "--catalog"):
    asked.add_argument(name)
asked.add_argument("--discover", action="store_true")
asked = asked.parse_args()
config = json.load(open(asked.config))
def say(**message):
    print(json.dumps(message), flush=True)
if config.get("leave"):
    open(config["leave"], "w").write(json.dumps([oct(os.stat(asked.config).st_mode), asked.config, sorted(os.environ)]))
if asked.discover:
    if config.get("old"):
        sys.exit(2)
    say(streams=[dict(tap_stream_id=name, stream=name, schema={{}}, metadata=[]) for name in ("deals", "people")])
    sys.exit()
if asked.catalog:
    chosen = [stream["stream"] for stream in json.load(open(asked.catalog))["streams"] if stream["schema"]["selected"]]
else:
    chosen = ["deals", "people"]
done = json.load(open(asked.state))["id"] if asked.state else 0
for name in chosen:
    say(type="SCHEMA", stream=name, schema={{}}, key_properties=["id"])
    for number in range(done + 1, config["rows"] + 1):
        if number == config.get("die_at"):
            sys.stderr.write("noise\\n" * 50000 + "cannot use " + config["api_key"] + "\\n")
            os._exit(3)
        say(type="RECORD", stream=name, record=dict(id=str(number), name=name + str(number)))
        if number % 2 == 0:
            say(type="STATE", value=dict(id=number))
    if config.get("noise"):
        print("progress: 100%", flush=True)
"""


@pytest.fixture
def tap(tmp_path):
    path = tmp_path / "venv" / "bin" / "tap-deals"
    path.parent.mkdir(parents=True)
    path.write_text(TAP.format(python=sys.executable))
    path.chmod(0o755)
    return path


def tap_source(tap, *, secret: str | None = None, allow: str | None = None, **config) -> Source:
    entry = {"name": "Tap", "kind": "singer", "settings": {"tap": str(tap), "config": config}, "streams": [stream()]}
    hidden = json.dumps({"api_key": SECRET}) if secret is None else secret
    return save_source(
        entry=SourceEntry.model_validate(entry), secret=hidden, allow_folder=str(tap) if allow is None else allow
    )


def change(source: Source, **config) -> None:
    source.settings = {**source.settings, "config": config}
    source.save()


def test_the_records_of_one_stream_come_and_its_state_is_the_cursor(tap):
    source = tap_source(tap, rows=5)
    assert counts(run(source)) == (5, 5, 0, 0, 0)
    assert set(Work.objects.values_list("title", flat=True)) == {f"deals{number}" for number in range(1, 6)}
    assert Stream.objects.get().cursor == {"state": {"id": 4}}
    change(source, rows=7)
    assert counts(run(source)) == (3, 2, 0, 1, 0)


def test_a_tap_without_a_catalog_is_listened_to_for_the_one_stream(tap):
    assert counts(run(tap_source(tap, rows=3, old=True))) == (3, 3, 0, 0, 0)


def test_of_a_tap_that_dies_half_way_what_a_state_has_followed_is_kept(tap, caplog):
    source = tap_source(tap, rows=9, die_at=6)
    pull = run(source)
    assert (pull.state, pull.rows_read, Stream.objects.get().cursor) == ("due", 4, {"state": {"id": 4}})
    assert "ended with exit code 3: “cannot use •••”" in pull.error
    assert "Kept: the 4 rows read before." in pull.error
    assert SECRET not in pull.error + caplog.text
    change(source, rows=9)
    pull = run(source)
    assert (pull.state, counts(pull)) == ("done", (9, 9, 0, 0, 0))
    assert Work.objects.count() == 9


def test_the_config_is_a_file_for_this_account_alone_and_gone_afterwards(tap, tmp_path):
    run(tap_source(tap, rows=1, leave=str(tmp_path / "seen.json")))
    mode, path, environment = json.loads((tmp_path / "seen.json").read_text())
    assert stat.S_IMODE(int(mode, 8)) == 0o600
    assert not (tmp_path / path).exists()
    assert not [name for name in environment if name.startswith(("ARC_", "DATABASE", "REDIS"))]


def test_what_is_no_message_is_rejected_and_told(tap):
    assert counts(run(tap_source(tap, rows=2, noise=True))) == (3, 2, 0, 0, 1)
    assert "no Singer message" in Reject.objects.get().message


@pytest.mark.parametrize("allow", ["", "folder"])
def test_only_a_program_that_was_allowed_by_itself_is_run(tap, allow):
    """A folder that may be read is no leave to run what lies in it."""
    pull = run(tap_source(tap, rows=1, allow=allow and str(tap.parent)))
    assert (pull.state, pull.permanent) == ("failed", True)
    assert "may not be run" in pull.error


def test_a_folder_of_taps_may_be_allowed_by_setting(tap, settings):
    settings.SINGER_FOLDERS = [str(tap.parent)]
    assert run(tap_source(tap, rows=1, allow="")).state == "done"


def test_a_sources_file_allows_the_very_program_that_it_names(tap, tmp_path, monkeypatch):
    (tmp_path / "sources.yaml").write_text(json.dumps({
        "version": 1,
        "sources": [{
            "name": "Tap", "kind": "singer", "secret": "env:TAP", "streams": [{"name": "deals", "id": "id", "records": [DEAL]}],
            "settings": {"tap": "venv/bin/tap-deals", "config": {"rows": 2}},
        }],
    }))  # fmt: skip
    apply(tmp_path / "sources.yaml", at=NOW, environment={"TAP": json.dumps({"api_key": SECRET})})
    source = Source.objects.get()
    assert source.allow_folder == str(tap)
    assert run(source).state == "done"


@pytest.mark.parametrize(
    ("secret", "path", "words"), [("no JSON", "deals", "secret part of its config"), ("{}", "orders", "no stream “orders”")]
)
def test_a_wrong_secret_or_stream_is_told(tap, secret, path, words):
    source = tap_source(tap, secret=secret, rows=1)
    source.streams.update(settings={"path": path})
    pull = run(source)
    assert pull.permanent
    assert words in pull.error
    assert "no JSON" not in pull.error


def test_a_check_starts_the_tap_and_names_its_streams(tap):
    checked = check(tap_source(tap, rows=1))
    assert checked.ok
    assert "Its streams: deals, people." in checked.sentence
    assert check(tap_source(tap, rows=1, old=True, die_at=1)).ok  # it spoke before it died


def test_a_tap_that_says_nothing_is_stopped(tmp_path):
    quiet = tmp_path / "tap-quiet"
    quiet.write_text(f"#!{sys.executable}\nimport sys\nsys.stdin.close()\nimport threading\nthreading.Event().wait()\n")
    quiet.chmod(0o755)
    tap = Tap(quiet, tmp_path, secrets=[])
    with pytest.raises(Exception, match="said nothing for"):
        next(tap.lines(silence=0.2))
    tap.stop()
    assert tap.process.poll() is not None


def test_every_way_in_which_a_secret_may_be_written_is_known():
    assert set(texts_of({"deep": [{"key": "a b/c?"}], "on": True, "n": 12})) == {"a b/c?", "a%20b%2Fc%3F", "YSBiL2M/"}
