"""Files as they really are: what can be read is loaded, what cannot is rejected with its reason, and nothing vanishes."""

import json

import pytest

from signals.connectors import check
from signals.drift import changes_of
from signals.models import Reject, Signal, Stream, Work
from tests.signals.sources import USED, counts, file_source, run, stream, write_lines

pytestmark = pytest.mark.django_db
HEAD = "id,name,stage,amount,created_at\n"


def deals(tmp_path, text: str | bytes, name="deals.csv", **said):
    (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return file_source(tmp_path, stream(file=name, **said))


def amounts() -> dict[str, str]:
    return {work.external_id: f"{work.amount.normalize():f}" if work.amount is not None else "" for work in Work.objects.all()}


@pytest.mark.parametrize(
    "text",
    [
        "id;name;amount\n1;Ünal;5\n",
        "id\tname\tamount\n1\tÜnal\t5\n",
        "id|name|amount\r\n1|Ünal|5\r\n",
        "\ufeffid,name,amount\n1,Ünal,5\n",
        "id;name;amount\n1;Ünal;5\n".encode("cp1252"),
        "id,name,amount\n1,Ünal,5\n".encode("utf-16"),
        'id,name,amount\n\n1,"Ünal",5\n\n',
    ],
    ids=["semicolon", "tab", "pipe", "mark", "windows", "utf-16", "blank lines"],
)
def test_any_delimiter_and_encoding(tmp_path, text):
    assert counts(run(deals(tmp_path, text))) == (1, 1, 0, 0, 0)
    work = Work.objects.get()
    assert (work.external_id, work.title, work.amount) == ("1", "Ünal", 5)


def test_the_check_counts_in_words(tmp_path):
    found = check(deals(tmp_path, f"{HEAD}1,a,s,5,\n"))
    assert found.sentence == "1 file can be read: 1 record would come."


def test_numbers_as_people_write_them(tmp_path):
    rows = [
        '1,a,s,"67,283",',
        "2,a,s,80.00%,",
        "3,a,s,N/A,",
        "4,a,s,$1200.50,",
        "5,a,s,1e3,",
        "6,a,s,NaN,",
        "7,a,s,about 5,",
        "8,a,s,1e400,",
    ]
    pull = run(deals(tmp_path, HEAD + "\n".join(rows)))
    assert counts(pull) == (8, 8, 0, 0, 0)
    assert amounts() == {"1": "67283", "2": "0.8", "3": "", "4": "1200.5", "5": "1000", "6": "", "7": "", "8": ""}
    flagged = {work.external_id: list(work.flags) for work in Work.objects.exclude(flags=None)}
    assert flagged == {"7": ["amount"], "8": ["amount"]}


@pytest.mark.parametrize(
    "broken",
    ["2,too,few", "2,one,field,too,many,here", '2,"never closed,s,1,', '2,"a"b"c,s,1,'],
)
def test_a_broken_line_spoils_no_other(tmp_path, broken):
    text = HEAD + "1,a,s,1,\n" + broken + "\n" + "3,b,s,3,\n" + '4,"two\nlines",s,4,\n'
    pull = run(deals(tmp_path, text))
    assert counts(pull) == (4, 3, 0, 0, 1)
    assert set(Work.objects.values_list("external_id", "title")) == {("1", "a"), ("3", "b"), ("4", "two\nlines")}
    reject = Reject.objects.get()
    assert reject.reason == "broken_record"
    assert broken.split(",")[1].strip('"')[:3] in str(reject.page.record(reject.ordinal))


def test_a_nul_byte_and_half_a_character_empty_their_field_only(tmp_path):
    text = HEAD.encode() + b"1,a\x00b,s,1,\n2," + b"fine" * 20_000 + b",s,2,\n3,a\xffb,s,3,\n"
    pull = run(deals(tmp_path, text))
    assert counts(pull) == (3, 3, 0, 0, 0)
    assert {work.external_id: list(work.flags or {}) for work in Work.objects.all()} == {
        "1": ["title"],
        "2": [],
        "3": ["title"],
    }


def test_json_lines_with_what_json_does_not_know(tmp_path):
    lines = [
        '{"id": 1, "name": "a", "amount": NaN}',
        '{"id": 2, "name": "\\u0000", "amount": 1e400}',
        '{"id": 3, "name": "\\ud800", "amount": true}',
        '{"id": 4, "name": "cut o',
        '["not", "a", "record"]',
        '{"name": "without id"}',
        '{"id": 5, "name": "tab\\there", "amount": "5"}',
    ]
    pull = run(deals(tmp_path, "\n".join(lines), "deals.jsonl"))
    assert counts(pull) == (7, 4, 0, 0, 3)
    assert amounts() == {"1": "", "2": "", "3": "", "5": "5"}
    assert Work.objects.get(external_id="5").title == "tab\there"
    assert sorted(Reject.objects.values_list("reason", flat=True)) == ["broken_record", "broken_record", "missing_id"]


def test_a_large_array_is_streamed(tmp_path):
    rows = [{"id": number, "name": "x" * 1000} for number in range(18_000)]
    (tmp_path / "deals.json").write_text(json.dumps({"data": {"rows": rows}}))
    assert (tmp_path / "deals.json").stat().st_size > 16 * 2**20
    assert counts(run(file_source(tmp_path, stream(file="deals.json", rows="data.rows")))) == (18_000, 18_000, 0, 0, 0)


def test_an_array_that_is_cut_off_fails_visibly(tmp_path):
    pull = run(deals(tmp_path, '[{"id": 1}, {"id": 2', "deals.json"))
    assert (pull.state, Work.objects.count()) == ("due", 0)
    assert "broken or cut off" in pull.error


def test_signals_survive_the_same(tmp_path):
    write_lines(
        tmp_path / "used.jsonl",
        [{"id": "a\\b\t", "at": "2026-03-01T08:00:00Z", "value": "oops", "workspace": "w\n1", "plan": "a\\b"}],
    )
    source = file_source(tmp_path, {"name": "used", "file": "used.jsonl", "id": "id", "records": [USED]})
    assert counts(run(source)) == (1, 1, 0, 0, 0)
    signal = Signal.objects.get()
    assert (signal.external_id, signal.value, signal.dimensions, list(signal.flags)) == (
        "a\\b\t",
        None,
        {"plan": "a\\b"},
        ["value"],
    )


@pytest.mark.parametrize(
    ("file", "words"),
    [("../outside.csv", "outside the folders"), ("missing.csv", "There is no file"), ("deals.xlsx", "cannot be told")],
)
def test_a_file_that_may_not_or_cannot_be_read(tmp_path, file, words):
    folder = tmp_path / "exports"
    folder.mkdir()
    (tmp_path / "outside.csv").write_text(HEAD)
    (folder / "deals.xlsx").write_text("")
    pull = run(file_source(folder, stream(file=file)))
    assert (pull.state, pull.permanent) == ("failed", True)
    assert words in pull.error


def test_a_link_does_not_lead_out_of_the_folder(tmp_path):
    (tmp_path / "secret.csv").write_text(HEAD)
    folder = tmp_path / "exports"
    folder.mkdir()
    (folder / "deals.csv").symlink_to(tmp_path / "secret.csv")
    assert "outside the folders" in run(file_source(folder, stream(file="deals.csv"))).error


def test_an_empty_file_is_told(tmp_path):
    assert "is empty" in run(deals(tmp_path, "")).error


def test_columns_that_come_go_and_change_are_told(tmp_path):
    write_lines(tmp_path / "deals.jsonl", [{"id": 1, "name": "a", "amount": 5, "etag": 1}])
    source = file_source(tmp_path, stream(file="deals.jsonl", ignore=["etag"]))
    run(source)
    write_lines(tmp_path / "deals.jsonl", [{"id": 1, "title": "a", "amount": "5"}])
    run(source)
    assert [change.sentence for change in changes_of(Stream.objects.get().drift)] == [
        "The column “name” is gone, and rows are made from it.",
        "The column “title” is new.",
        "The column “amount” was number and is text.",
    ]


def test_the_age_of_a_file_is_the_age_of_its_data(tmp_path):
    import os

    source = deals(tmp_path, HEAD + "1,a,s,1,\n", as_of="modified")
    os.utime(tmp_path / "deals.csv", (1_700_000_000, 1_700_000_000))
    run(source)
    source.refresh_from_db()
    assert source.fresh_as_of.timestamp() == 1_700_000_000
