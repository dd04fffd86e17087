"""Jira: issues and who held them, pull after pull, against a service that behaves as its description says."""

import json
from datetime import timedelta

import pytest
import time_machine

from signals import presets
from signals.connectors import check
from signals.connectors.jira import JiraConnector, JiraSettings
from signals.connectors.jira_changes import changes_of
from signals.models import Pull, Stream, Work, WorkEvent
from tests.signals.fakes.answering import answer
from tests.signals.fakes.jira import TOKEN, FakeJira, busy, now, wrong
from tests.signals.sources import NOW, counts, preset_source, run

pytestmark = pytest.mark.django_db
SEARCH, BULK = "/rest/api/3/search/jql", "/rest/api/3/changelog/bulkfetch"


@pytest.fixture
def clock():
    with time_machine.travel(NOW - timedelta(days=3), tick=False) as traveller:
        yield traveller


@pytest.fixture
def jira(httpserver, clock) -> FakeJira:
    fake = FakeJira()
    fake.serve(httpserver)
    fake.scope = fake.issue("Scope", assignee="Ada")
    for number in range(6):
        fake.issue(f"Issue {number}", project="WEB")
    clock.move_to(NOW)
    return fake


@pytest.fixture
def source(jira, httpserver):
    return preset_source("jira", httpserver.url_for(""), secret=TOKEN)


def at(jira, clock, **span):
    clock.move_to(NOW + timedelta(**span))
    jira.asked.clear()
    return NOW + timedelta(**span)


def bodies(jira, path) -> list[dict]:
    return [json.loads(request.get_data()) for request in jira.asked if request.path == path]


def titles() -> set[str]:
    return set(Work.objects.present().values_list("title", flat=True))


def test_short_pages_are_followed_to_their_end(jira, source):
    pull = run(source)
    assert (pull.state, pull.error, counts(pull)) == ("done", "", (7, 7, 0, 0, 0))
    scope = Work.objects.get(title="Scope")
    assert (scope.kind, scope.holder, scope.status, scope.status_category) == ("issue", "Ada", "To Do", "new")
    assert scope.dimensions == {"project": "ARC", "type": "Task"}
    assert scope.opened_at == NOW - timedelta(days=3)


def test_the_changelog_says_who_held_an_issue_and_where_it_stood(jira, source, clock):
    for act in [(jira.assign, "Tom"), (jira.move, "In Progress"), (jira.rename, "Scope of it"), (jira.assign, None)]:
        clock.shift(60)
        act[0](jira.scope, act[1], by="Mei")
    run(source)
    found = WorkEvent.objects.order_by("at")
    assert [(event.work.title, event.kind, event.from_value, event.to_value, event.actor) for event in found] == [
        ("Scope of it", "holder", "Ada", "Tom", "Mei"),
        ("Scope of it", "status", "To Do", "In Progress", "Mei"),
        ("Scope of it", "holder", "Tom", "", "Mei"),
    ]
    assert [event.at for event in found] == [NOW + timedelta(minutes=minutes) for minutes in (1, 2, 4)]


def test_a_change_is_asked_for_by_its_fields_and_for_many_issues_at_once(jira, source):
    run(source)
    assert [len(body["issueIdsOrKeys"]) for body in bodies(jira, BULK)] == [3, 3, 1]
    assert all(body["fieldIds"] == ["assignee", "status"] for body in bodies(jira, BULK))


@pytest.mark.parametrize("asked", ["fixVersions", "fixversions"])
def test_a_change_of_a_field_is_found_whatever_its_letters(asked):
    items = [{"field": "Fix Version", "fieldId": "fixVersions"}, {"field": "labels", "fieldId": "labels"}]
    found = changes_of([{"issueId": "1", "changeHistories": [{"id": "7", "items": items}]}], [asked])
    assert [change["key"] for change in found] == ["1-7-fixversions"]


@pytest.mark.parametrize("created", [1773144000, 1773144000000, "2026-03-10T12:00:00.000+0000"])
def test_the_instant_of_a_change_is_read_however_it_is_sent(jira, source, created):
    jira.move(jira.scope, "Done", by="Mei")
    jira.histories[jira.scope][0]["created"] = created
    run(source)
    assert WorkEvent.objects.get().at == NOW


def test_the_next_pull_asks_only_for_what_was_updated_since(jira, source, clock):
    run(source)
    later = at(jira, clock, hours=1)
    jira.assign(jira.scope, "Tom", by="Mei")
    assert counts(run(source, later)) == (2, 1, 1, 0, 0)
    assert {body["jql"] for body in bodies(jira, SEARCH)} == {'updated >= "2026-03-10 11:50" ORDER BY key ASC'}


@pytest.mark.parametrize(
    ("zone", "hides_zone"),
    [("America/Los_Angeles", False), ("Pacific/Kiritimati", False), ("Etc/GMT+12", True), ("Pacific/Kiritimati", True)],
)
def test_nothing_is_missed_wherever_the_account_is(jira, source, clock, zone, hides_zone):
    jira.zone, jira.hides_zone = zone, hides_zone
    run(source)
    later = at(jira, clock, hours=1)
    jira.move(jira.scope, "Done", by="Mei")
    clock.shift(50)
    run(source, later)
    assert Work.objects.get(title="Scope").status == "Done"


def test_nothing_is_missed_in_the_hour_that_the_clocks_repeat(jira, source, clock):
    jira.zone = "Europe/Berlin"
    clock.move_to(before := NOW.replace(month=10, day=25, hour=0, minute=20))  # 02:20 in Berlin, for the first time
    run(source, before)
    clock.shift(timedelta(minutes=15))
    jira.move(jira.scope, "Done", by="Mei")
    clock.shift(timedelta(minutes=5))
    run(source, before + timedelta(minutes=20))
    assert Work.objects.get(title="Scope").status == "Done"


def test_what_changes_while_it_is_read_is_found_by_the_next_pull(jira, source, clock):
    own = jira.respond

    def change_the_first_issue_when_the_second_page_is_asked(request):
        if request.path == SEARCH and "nextPageToken" in json.loads(request.get_data()):
            clock.shift(timedelta(hours=2))
            jira.issues[jira.scope] |= {"summary": "Scope, again", "updated": now()}
            jira.respond = own
        return own(request)

    jira.respond = change_the_first_issue_when_the_second_page_is_asked
    run(source)
    assert "Scope, again" not in titles()
    run(source, NOW + timedelta(hours=3))
    assert "Scope, again" in titles()


def test_an_issue_deleted_at_jira_is_found_by_the_daily_list_of_ids(jira, source, clock):
    run(source)
    jira.delete(jira.scope)
    assert run(source, at(jira, clock, hours=1)).rows_deleted == 0
    pull = run(source, at(jira, clock, hours=25))
    assert (pull.state, pull.rows_deleted, "Scope" in titles(), len(titles())) == ("done", 1, False, 6)
    listed = [body for body in bodies(jira, SEARCH) if body["fields"] == ["id"] and "1970" in body["jql"]]
    assert len(listed) == 2


def test_a_list_of_ids_that_is_cut_short_marks_nothing_and_is_made_again(jira, source, clock):
    run(source)
    jira.delete(jira.scope)
    later = at(jira, clock, hours=25)

    def killed_after_the_first_ids(*_):
        if any("1970" in body["jql"] for body in bodies(jira, SEARCH)):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(source, later, progress=killed_after_the_first_ids)
    assert len(titles()) == 7
    Pull.objects.filter(state=Pull.State.RUNNING).update(state=Pull.State.DUE, claim=None)
    pull = run(source, later)
    assert (pull.state, pull.rows_deleted, len(titles()), "Scope" in titles()) == ("done", 1, 6, False)


def test_a_list_without_its_ids_marks_nothing_as_deleted(jira, source, clock):
    run(source)
    own = jira.respond
    jira.respond = lambda request: answer({"issues": [{"key": "ARC-1"}]}) if b"1970" in request.get_data() else own(request)
    pull = run(source, at(jira, clock, hours=25))
    assert "Nothing was marked as deleted." in pull.error
    jira.respond = lambda request: answer({}) if b"1970" in request.get_data() else own(request)
    assert "listed what there is without its ids" in run(source, at(jira, clock, hours=26)).error
    assert len(titles()) == 7


def test_an_issue_that_a_page_lists_twice_is_asked_for_once(jira, source):
    own = jira._search

    def twice(body):
        told = own(body).get_json()
        return answer({**told, "issues": told["issues"] * 2})

    jira._search = twice
    pull = run(source)
    assert (pull.state, pull.error) == ("done", "")
    asked = [body["issueIdsOrKeys"] for body in bodies(jira, "/rest/api/3/changelog/bulkfetch")]
    assert all(len(set(ids)) == len(ids) for ids in asked)


def test_a_stream_of_changes_names_one_to_ten_fields():
    entry = presets.entry_of("jira", "Jira", settings={"base_url": "https://acme.atlassian.net"})
    changes = entry.streams[1].model_copy(update={"history": [f"customfield_{number}" for number in range(11)]})
    (told,) = JiraConnector.mistakes(entry.model_copy(update={"streams": [changes]}))
    assert told == "sources[Jira].streams[changes].history: name one to 10 fields, each once."


def test_only_what_the_source_selects_is_read(jira, httpserver):
    source = preset_source("jira", httpserver.url_for(""), secret=TOKEN, settings={"jql": "project = ARC"})
    run(source)
    assert titles() == {"Scope"}


def test_a_source_that_selects_other_issues_reads_them_all_and_leaves_the_others(jira, httpserver, clock):
    def selecting(jql):
        return preset_source("jira", httpserver.url_for(""), secret=TOKEN, settings={"jql": jql})

    run(selecting("project = ARC"))
    pull = run(selecting("project = WEB"), at(jira, clock, hours=1))
    assert (titles(), pull.rows_deleted) == ({f"Issue {number}" for number in range(6)}, 1)
    assert run(selecting(""), at(jira, clock, hours=2)).rows_deleted == 0
    assert len(titles()) == 7
    assert run(selecting(""), at(jira, clock, hours=3)).rows_read == 0


def test_too_many_requests_are_waited_for_as_asked(jira, source):
    slept: list[float] = []
    jira.busy = [busy(9)]
    assert run(source, slept=slept).state == "done"
    assert 9 <= slept[0] <= 10


def test_an_interrupted_read_goes_on_at_its_page(jira, source):
    own = jira.respond
    jira.respond = lambda request: busy(3600) if b"nextPageToken" in request.get_data() else own(request)
    assert run(source).state == "due"
    token = Stream.objects.get(name="issues").cursor["next"]["token"]
    jira.respond = own
    jira.asked.clear()
    assert run(source, NOW + timedelta(hours=2)).state == "done"
    assert bodies(jira, SEARCH)[0]["nextPageToken"] == token
    assert len(titles()) == 7


def test_a_page_token_that_has_expired_begins_the_read_again(jira, source):
    state = {"started": NOW.isoformat(), "next": {"jql": 'updated >= "1970-01-01 12:00" ORDER BY key ASC', "token": "old"}}
    Stream.objects.filter(name="issues").update(cursor=state)
    assert (run(source).state, len(titles())) == ("done", 7)


def test_a_search_that_begins_again_asks_for_all_changes_of_its_first_page(jira, source):
    state = {"jql": 'updated >= "1970-01-01 12:00" ORDER BY key ASC', "token": "old", "changes": "of another page"}
    Stream.objects.filter(name="changes").update(cursor={"started": NOW.isoformat(), "next": state})
    run(source)
    assert [body.get("nextPageToken") for body in bodies(jira, BULK)] == [None, None, None]


@pytest.mark.parametrize("again", [{"issues": [{"id": "1"}], "nextPageToken": "same"}, {"issues": [], "nextPageToken": "more"}])
def test_a_search_that_stands_still_fails_visibly(jira, source, again):
    own = jira.respond
    jira.respond = lambda request: answer(again) if request.path == SEARCH else own(request)
    pull = run(source)
    assert pull.state == "due"
    assert "search/jql named a next page that leads no further: it stands still." in pull.error


def test_a_search_that_is_gone_fails_for_good_and_is_named(jira, source):
    own = jira.respond
    gone = wrong(410, "The requested API has been removed.").response
    jira.respond = lambda request: gone if request.path == SEARCH else own(request)
    pull = run(source)
    assert (pull.state, pull.permanent) == ("failed", True)
    assert f"{SEARCH} is gone for good (410)" in pull.error


def test_a_wrong_jql_is_told_in_the_words_of_jira(jira, httpserver):
    source = preset_source("jira", httpserver.url_for(""), secret=TOKEN, settings={"jql": "projekt = ARC"})
    pull = run(source)
    assert (pull.state, pull.permanent) == ("failed", True)
    assert "Error in the JQL Query" in pull.error


def test_a_token_that_is_refused_asks_to_reconnect(jira, source):
    source.set_secret("ada@acme.example:old")
    source.save()
    run(source)
    source.refresh_from_db()
    assert source.state == "reconnect"


def test_what_the_description_does_not_promise_may_be_missing(jira, source):
    jira.respond = lambda request: answer({})
    assert (run(source).state, check(source).ok) == ("done", True)


def test_the_check_says_whose_token_it_is_and_how_many_issues_would_come(jira, source):
    found = check(source)
    assert (found.ok, found.rows) == (True, 7)
    assert found.sentence.endswith("answers as Ada Byron: about 7 issues would come.")


def test_an_address_from_the_browser_is_understood():
    found = JiraSettings.model_validate({"base_url": "https://acme.atlassian.net/jira/software/projects/ARC/boards/1"})
    assert found.base_url == "https://acme.atlassian.net"


def test_an_order_of_its_own_is_refused():
    with pytest.raises(ValueError, match="leave ORDER BY out"):
        JiraSettings.model_validate({"base_url": "https://acme.atlassian.net", "jql": "project = ARC order by rank"})
