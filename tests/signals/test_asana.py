"""Asana: tasks and who held them, pull after pull, against a service that behaves as its description says."""

from datetime import timedelta

import pytest
import time_machine

from signals.connectors import check
from signals.connectors.asana import API, AsanaSettings
from signals.models import Stream, Work, WorkEvent
from tests.signals.fakes.answering import answer
from tests.signals.fakes.asana import TOKEN, FakeAsana, busy, now
from tests.signals.sources import NOW, counts, preset_source, run

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock():
    with time_machine.travel(NOW - timedelta(days=3), tick=False) as traveller:
        yield traveller


@pytest.fixture
def asana(httpserver, clock) -> FakeAsana:
    fake = FakeAsana(page=2)
    fake.serve(httpserver)
    launch, site = fake.project("Launch"), fake.project("Site")
    fake.brief = fake.task(launch, "Brief", assignee="Ada", due_on="2026-04-01")
    fake.film = fake.task(launch, "Film")
    fake.copy = fake.task(launch, "Copy")
    fake.task(site, "Page")
    clock.move_to(NOW)
    return fake


@pytest.fixture
def source(asana, httpserver):
    return preset_source("asana", httpserver.url_for(""), secret=TOKEN)


def later(asana, clock, **span):
    clock.move_to(NOW + timedelta(**span))
    asana.asked.clear()


def titles() -> set[str]:
    return set(Work.objects.present().values_list("title", flat=True))


def events(**which) -> list[tuple]:
    found = WorkEvent.objects.filter(**which).order_by("at", "external_id")
    return [(event.work.title, event.kind, event.from_value, event.to_value, event.actor) for event in found]


def test_every_task_of_every_project_is_read(source):
    pull = run(source)
    assert (pull.state, pull.error, counts(pull)) == ("done", "", (4, 4, 0, 0, 0))
    brief = Work.objects.get(title="Brief")
    assert (brief.kind, brief.holder, brief.status, brief.status_category) == ("task", "Ada", "To do", "open")
    assert (f"{brief.due_at:%d.%m.%Y}", brief.due_precision, brief.dimensions["project"]) == ("01.04.2026", "day", "Launch")


def test_stories_say_who_held_a_task_and_where_it_stood(asana, source, clock):
    asana.assign(asana.film, "Ada", by="Tom")
    clock.shift(60)
    asana.move(asana.film, "Doing", by="Ada")
    clock.shift(60)
    asana.assign(asana.film, None, by="Ada")
    asana.say(asana.copy, "comment_added", by="Tom", text="not to be kept")
    asana.say(asana.copy, "due_date_changed", by="Tom", text="")
    clock.shift(60)
    asana.complete(asana.film, by="Tom")
    run(source)
    assert events(work__title="Film") == [
        ("Film", "holder", "", "Ada", "Tom"),
        ("Film", "status", "To do", "Doing", "Ada"),
        ("Film", "holder", "", "", "Ada"),
        ("Film", "status", "", "completed", "Tom"),
    ]
    assert events(work__title="Copy") == [("Copy", "comment", "", "", "Tom")]
    assert "not to be kept" not in str([request.get_data() for request in asana.asked])
    assert not [asked for asked in asana.asked if "text" in asked.args.get("opt_fields", "").split(",")]


def test_the_next_pull_asks_only_for_what_was_modified_since(asana, source, clock):
    run(source)
    later(asana, clock, hours=1)
    asana.assign(asana.copy, "Mei", by="Tom")
    assert counts(run(source, NOW + timedelta(hours=1))) == (2, 1, 1, 0, 0)
    asked = {request.args["modified_since"] for request in asana.asked if request.path == "/tasks"}
    assert asked == {"2026-03-10T11:50:00.000Z"}
    assert [path for path in asana.paths() if path.endswith("/stories")] == [f"/tasks/{asana.copy}/stories"]


def test_what_changes_while_it_is_read_is_found_by_the_next_pull(asana, source, clock):
    own = asana.respond

    def change_the_first_page_when_the_second_is_asked(request):
        if request.path == "/tasks" and "offset" in request.args and "name" in request.args["opt_fields"]:
            clock.shift(timedelta(hours=2))
            asana.tasks[asana.brief] |= {"name": "Brief, again", "modified_at": now()}
            asana.respond = own
        return own(request)

    asana.respond = change_the_first_page_when_the_second_is_asked
    run(source)
    assert "Brief" in titles()
    run(source, NOW + timedelta(hours=3))
    assert "Brief, again" in titles()


def test_a_task_deleted_at_asana_is_found_by_the_daily_list_of_ids(asana, source, clock):
    run(source)
    asana.delete(asana.film)
    later(asana, clock, hours=1)
    assert run(source, NOW + timedelta(hours=1)).rows_deleted == 0
    later(asana, clock, hours=25)
    pull = run(source, NOW + timedelta(hours=25))
    assert (pull.state, pull.rows_deleted, titles()) == ("done", 1, {"Brief", "Copy", "Page"})
    later(asana, clock, hours=26)
    run(source, NOW + timedelta(hours=26))
    assert not [asked for asked in asana.asked if asked.path == "/tasks" and "modified_since" not in asked.args]


def test_too_many_requests_are_waited_for_as_asked(asana, source):
    slept: list[float] = []
    asana.busy = [busy(7)]
    assert run(source, slept=slept).state == "done"
    assert 7 <= slept[0] <= 8


def test_a_read_that_was_interrupted_goes_on_at_its_page(asana, source):
    own, asked = asana.respond, []

    def break_at_the_second_page(request):
        if request.path == "/tasks" and "offset" in request.args:
            asked.append(request)
            return busy(3600)
        return own(request)

    asana.respond = break_at_the_second_page
    assert run(source).state == "due"
    assert Stream.objects.get(name="tasks").cursor["next"][1]
    asana.respond = own
    asana.asked.clear()
    assert run(source, NOW + timedelta(hours=2)).state == "done"
    first = next(request for request in asana.asked if request.path == "/tasks")
    assert first.args["offset"] == asked[0].args["offset"]
    assert titles() == {"Brief", "Film", "Copy", "Page"}


def test_an_offset_that_has_expired_begins_its_list_again(asana, source):
    project = sorted(asana.projects)[0]
    Stream.objects.filter(name="tasks").update(cursor={"started": NOW.isoformat(), "next": [project, "eyJold"]})
    pull = run(source)
    assert (pull.state, titles()) == ("done", {"Brief", "Film", "Copy", "Page"})


def test_a_task_deleted_between_its_listing_and_its_stories_does_no_harm(asana, source):
    own = asana.respond

    def delete_before_its_stories(request):
        if request.path == f"/tasks/{asana.film}/stories" and asana.film in asana.tasks:
            asana.delete(asana.film)
        return own(request)

    asana.respond = delete_before_its_stories
    assert run(source).state == "done"


def test_a_project_deleted_since_it_was_listed_does_no_harm_and_one_that_was_asked_for_is_told(asana, source, clock):
    own, first = asana.respond, sorted(asana.projects)[0]

    def delete_before_its_tasks(request):
        if request.path == "/tasks":
            asana.projects.pop(first, None)
        return own(request)

    asana.respond = delete_before_its_tasks
    pull = run(source)
    assert (pull.state, pull.error, titles()) == ("done", "", {"Page"})
    source.settings = {**source.settings, "project": first}
    source.save()
    pull = run(source, NOW + timedelta(hours=1))
    assert (pull.state, "tasks does not exist (404)" in pull.error) == ("failed", True)


def test_a_list_that_stands_still_fails_visibly(asana, source):
    own = asana.respond
    again = {"data": [{"gid": asana.brief}], "next_page": {"offset": "eyJagain"}}
    asana.respond = lambda request: answer(again) if request.path == "/tasks" else own(request)
    pull = run(source)
    assert (pull.state, len(asana.asked)) == ("due", 4)
    assert "tasks named a next page that leads no further: it stands still." in pull.error


def test_a_token_that_is_refused_asks_to_reconnect(asana, source):
    source.set_secret("old")
    source.save()
    run(source)
    source.refresh_from_db()
    assert source.state == "reconnect"


def test_the_check_says_whose_token_it_is_and_how_many_tasks_would_come(asana, source):
    found = check(source)
    assert (found.ok, found.rows) == (True, 4)
    assert found.sentence == "Asana answers as Integration: 2 projects with 4 tasks would come."
    source.settings = {**source.settings, "project": sorted(asana.projects)[1]}
    assert check(source).sentence == "Asana answers as Integration: 1 project with 1 tasks would come."


@pytest.mark.parametrize(
    ("address", "workspace", "project"),
    [
        ("https://app.asana.com/1/1201/project/1209/list/1310", "1201", "1209"),
        ("https://app.asana.com/1/1201/home", "1201", ""),
        ("https://app.asana.com/0/1209/board", "", "1209"),
        (API, "", ""),
    ],
)
def test_an_address_from_the_browser_is_understood(address, workspace, project):
    found = AsanaSettings.model_validate({"base_url": address})
    assert (found.base_url, found.workspace, found.project) == (API, workspace, project)


def test_an_account_without_a_workspace_loses_nothing(asana, source, clock):
    run(source)
    later(asana, clock, hours=25)
    asana.workspaces = []
    pull = run(source, NOW + timedelta(hours=25))
    assert "Asana names no workspace of this account." in pull.error
    assert len(titles()) == 4
    assert check(source).sentence.endswith("Say which `workspace` or `project` is to be read.")
