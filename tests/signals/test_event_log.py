"""Event logs: each event a work event, each change of hands another, each case work; the same in XES, CSV and OCEL."""

import gzip
import json

import pytest

from signals.connectors import check
from signals.entries import SourceEntry
from signals.models import Reject, Source, Work, WorkEvent
from signals.services import save_source
from tests.signals.sources import counts, run

pytestmark = pytest.mark.django_db
HEAD = "case:concept:name,concept:name,org:resource,org:group,lifecycle:transition,time:timestamp\n"
# Two cases: in the first Ada hands to Ben, nobody decides, Ben goes on; in the second all is Cleo's.
EVENTS = [
    ("p1", "Register", "Ada", "Desk", "2026-03-01T09:00:00+01:00"),
    ("p2", "Register", "Cleo", "Desk", "2026-03-01T09:30:00+01:00"),
    ("p1", "Check", "Ben", "Back office", "2026-03-01T10:00:00Z"),
    ("p1", "Decide", "", "", "2026-03-02T08:00:00-05:00"),
    ("p1", "Send", "Ben", "Back office", "2026-03-02T14:00:00Z"),
    ("p2", "Send", "Cleo", "Desk", "2026-03-03T09:30:00+01:00"),
]


def csv_of(events) -> str:
    return HEAD + "".join(f"{case},{step},{who},{group},complete,{at}\n" for case, step, who, group, at in events)


def xes_of(events) -> str:
    traces: dict[str, str] = {}
    for case, step, who, group, at in events:
        resource = f'<string key="org:resource" value="{who}"><string key="role" value="nested"/></string>' if who else ""
        team = f'<string key="org:group" value="{group}"/>' if group else ""
        traces[case] = traces.get(case, f'<trace><string key="concept:name" value="{case}"/>') + (
            f'<event><string key="concept:name" value="{step}"/>{resource}{team}<date key="time:timestamp" value="{at}"/>'
            '<string key="lifecycle:transition" value="complete"/></event>'
        )
    glob = '<global scope="event"><string key="concept:name" value="__INVALID__"/></global>'
    return f'<log xmlns="http://www.xes-standard.org/">{glob}{"".join(f"{trace}</trace>" for trace in traces.values())}</log>'


def ocel_of(events) -> str:
    people = sorted({who for _, _, who, _, _ in events if who})
    objects = [{"id": case, "type": "permit"} for case in ("p1", "p2")] + [{"id": who, "type": "resource"} for who in people]
    return json.dumps({
        "objectTypes": [], "eventTypes": [], "objects": objects,
        "events": [
            {
                "id": f"e{number}", "type": step, "time": at,
                "attributes": [{"name": "group", "value": group}, {"name": "lifecycle", "value": "complete"}] if group else [],
                "relationships": [{"objectId": one, "qualifier": "of"} for one in (case, who) if one],
            }
            for number, (case, step, who, group, at) in enumerate(events)
        ],
    })  # fmt: skip


def log_source(tmp_path, name: str, text: str | bytes, **said) -> Source:
    (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    streams = [{"name": "permits", "file": name, **said}]
    entry = {"name": "Permits", "kind": "event_log", "settings": {"folder": str(tmp_path)}, "streams": streams}
    return save_source(entry=SourceEntry.model_validate(entry), allow_folder=str(tmp_path))


def steps(case: str) -> list[tuple[str, str, str]]:
    """The case's steps in their order: what, by whom, in which group."""
    found = WorkEvent.objects.filter(work__external_id=case, kind="activity")
    found = sorted(found, key=lambda event: (event.at, int(event.dimensions["order"])))
    return [(event.to_value, event.actor, event.dimensions.get("group", "")) for event in found]


def changes() -> list[tuple[str, str, str]]:
    return list(WorkEvent.objects.filter(kind="holder").order_by("at").values_list("work_key", "from_value", "to_value"))


FORMS = {
    "csv": ("permits.csv", csv_of(EVENTS), {}),
    "xes": ("permits.xes", xes_of(EVENTS), {}),
    "xes.gz": ("permits.xes.gz", gzip.compress(xes_of(EVENTS).encode()), {}),
    "ocel": ("permits.json", ocel_of(EVENTS), {"log": {"case": "permit"}}),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_log_says_the_same_in_each_format(tmp_path, form):
    name, text, said = FORMS[form]
    source = log_source(tmp_path, name, text, **said)
    assert counts(run(source)) == (8, 8, 0, 0, 0)
    assert steps("p1") == [
        ("Register", "Ada", "Desk"), ("Check", "Ben", "Back office"), ("Decide", "", ""), ("Send", "Ben", "Back office"),
    ]  # fmt: skip
    assert steps("p2") == [("Register", "Cleo", "Desk"), ("Send", "Cleo", "Desk")]
    assert changes() == [("case:p1", "", "Ada"), ("case:p2", "", "Cleo"), ("case:p1", "Ada", "Ben")]
    assert list(Work.objects.order_by("external_id").values_list("kind", "external_id", "status", "holder")) == [
        ("case", "p1", "Send", "Ben"), ("case", "p2", "Send", "Cleo"),
    ]  # fmt: skip
    assert counts(run(source)) == (8, 0, 0, 8, 0)


def test_events_that_are_not_in_their_order_are_put_in_it(tmp_path):
    run(log_source(tmp_path, "permits.csv", csv_of(reversed(EVENTS))))
    assert [step for step, _, _ in steps("p1")] == ["Register", "Check", "Decide", "Send"]
    assert changes() == [("case:p1", "", "Ada"), ("case:p2", "", "Cleo"), ("case:p1", "Ada", "Ben")]


def test_events_of_one_instant_stay_in_the_order_of_the_log_and_none_is_lost(tmp_path):
    at = "2026-03-01T09:00:00Z"
    events = [("p1", step, "Ada", "", at) for step in ("Scan", "File", "File", "Archive")]
    run(log_source(tmp_path, "permits.csv", csv_of(events)))
    assert [step for step, _, _ in steps("p1")] == ["Scan", "File", "File", "Archive"]


def test_a_longer_export_of_the_same_log_changes_no_event_that_was_there(tmp_path):
    source = log_source(tmp_path, "permits.csv", csv_of(EVENTS[:4]))
    run(source)
    (tmp_path / "permits.csv").write_text(csv_of(EVENTS))
    assert counts(run(source)) == (8, 2, 2, 4, 0)  # two events more; both cases have gone on
    assert Work.objects.get(external_id="p1").status == "Send"


def test_what_names_no_case_step_or_instant_is_rejected_with_its_reason(tmp_path):
    events = [("", "Register", "Ada", "", EVENTS[0][4]), ("p1", "", "Ada", "", EVENTS[0][4]), ("p1", "Check", "Ben", "", "")]
    events += [("p1", "Check", "Ben", "", "03-04-2026"), *EVENTS[:1]]
    text = csv_of(events) + "p1,too,few\n"
    assert counts(run(log_source(tmp_path, "permits.csv", text))) == (7, 2, 0, 0, 5)
    assert sorted(Reject.objects.values_list("reason", flat=True)) == [
        "ambiguous_date", "broken_record", "broken_record", "broken_record", "missing",
    ]  # fmt: skip
    assert steps("p1") == [("Register", "Ada", "Desk")]


def test_columns_may_have_any_name_and_instants_any_declared_form(tmp_path):
    text = "Vorgang;Schritt;Wer;Wann\n7;Prüfen;Ünal;01.03.2026\n"
    log = {"case": "Vorgang", "activity": "Schritt", "resource": "Wer", "kind": "permit"}
    log["at"] = {"from": "Wann", "format": "%d.%m.%Y", "zone": "Europe/Berlin"}
    run(log_source(tmp_path, "permits.csv", text, log=log))
    event = WorkEvent.objects.get(kind="activity")
    assert (event.work.kind, event.actor, event.precision) == ("permit", "Ünal", "day")
    assert event.at.isoformat() == "2026-02-28T23:00:00+00:00"


def test_columns_that_are_not_told_and_not_plain_are_asked_for(tmp_path):
    pull = run(log_source(tmp_path, "permits.csv", "a,b,c\n1,2,3\n"))
    assert (pull.state, pull.permanent) == ("failed", True)
    assert "no column that is plainly its case or its activity or its at" in pull.error
    assert "Columns: a, b, c." in pull.error


def test_an_event_that_touches_two_cases_counts_in_both(tmp_path):
    log = json.loads(ocel_of(EVENTS[:2]))
    log["events"][0]["relationships"].append({"objectId": "p2", "qualifier": "of"})
    run(log_source(tmp_path, "permits.json", json.dumps(log), log={"case": "permit"}))
    assert steps("p2") == [("Register", "Ada", "Desk"), ("Register", "Cleo", "Desk")]
    assert steps("p1") == [("Register", "Ada", "Desk")]


def test_an_ocel_log_of_several_object_types_asks_which_is_the_case(tmp_path):
    assert "Types: permit, resource." in run(log_source(tmp_path, "permits.json", ocel_of(EVENTS))).error


@pytest.mark.parametrize(
    ("text", "words", "permanent"),
    [
        ('<!DOCTYPE log [<!ENTITY a "b">]><log/>', "declares a document type", True),
        (xes_of(EVENTS)[:-40], "broken or cut off", None),
        ("<log><event></log>", "broken or cut off", None),
    ],
)
def test_xml_that_could_harm_or_is_cut_off_loads_nothing(tmp_path, text, words, permanent):
    pull = run(log_source(tmp_path, "permits.xes", text))
    assert words in pull.error
    assert pull.permanent is bool(permanent)
    assert not WorkEvent.objects.exists()


def test_a_compressed_log_that_was_damaged_on_its_way_loads_nothing(tmp_path):
    damaged = bytearray(gzip.compress(xes_of(EVENTS).encode()))
    damaged[30:40] = bytes(10)
    assert "broken or cut off" in run(log_source(tmp_path, "permits.xes.gz", bytes(damaged))).error
    assert not WorkEvent.objects.exists()


def test_a_check_says_how_many_events_and_cases_would_come(tmp_path):
    checked = check(log_source(tmp_path, "permits.csv", csv_of(EVENTS)))
    assert (checked.ok, checked.rows) == (True, 8)
    assert "6 events of 2 cases" in checked.sentence
