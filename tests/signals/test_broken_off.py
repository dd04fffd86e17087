"""What goes on where an earlier pull broke off is then read once more: a pull that ended well is as fresh as it says."""

import json

import pytest
from werkzeug import Request, Response

from signals import pulls
from signals.models import Pull, Work
from tests.signals.sources import NOW, counts, deal, rest_source, run, stream

pytestmark = pytest.mark.django_db
SIZE = 2


class Pages:
    """Deals in pages of two, all of them each time; page 3 is not there while it is `broken`."""

    def __init__(self) -> None:
        self.deals = {number: deal(number) for number in range(1, 8)}
        self.broken, self.asked = True, []

    def __call__(self, request: Request) -> Response:
        page = int(request.args["page"])
        self.asked.append(page)
        if self.broken and page == 3:
            return Response("gone", status=410)
        rows = [*self.deals.values()][(page - 1) * SIZE : page * SIZE]
        return Response(json.dumps(rows), content_type="application/json")


@pytest.fixture
def pages(httpserver):
    pages = Pages()
    httpserver.expect_request("/deals").respond_with_handler(pages)
    return pages


@pytest.fixture
def source(httpserver, pages):
    return rest_source(
        httpserver.url_for("/"), stream(path="deals", pagination={"style": "page"}, missing="tombstone", id="id", version=None)
    )


def change(pages: Pages) -> None:
    pages.deals[1] |= {"name": "Renamed since", "amount": "7"}
    del pages.deals[2]


def here() -> dict[str, bool]:
    return {work.external_id: work.deleted_at is None for work in Work.objects.all()}


def test_what_changed_on_the_pages_before_is_there_when_the_next_pull_has_ended(pages, source):
    assert run(source).state == "failed"
    assert len(here()) == 4
    pages.broken = False
    change(pages)
    pages.asked.clear()
    done = run(source)
    assert (done.state, done.rows_deleted) == ("done", 1)
    assert pages.asked[0] == 3
    assert 1 in pages.asked
    assert counts(done)[0] == 2 + 6
    assert [key for key, standing in here().items() if not standing] == [deal(2)["id"]]


def test_whoever_takes_it_over_in_between_reads_it_once_more_too(pages, source, monkeypatch):
    run(source)
    pages.broken = False
    change(pages)
    told = pulls.open_pull(source, NOW)

    def die(name: str, *_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pulls.pull(pulls.claim(told.pk, NOW), now=lambda: NOW, progress=die)
    begun = Pull.objects.get(pk=told.pk).streams["deals"]
    assert (begun["done"], begun["again"]) == (False, True)
    Pull.objects.filter(pk=told.pk).update(state="due", claim=None)
    assert run(source).state == "done"
    assert [key for key, standing in here().items() if not standing] == [deal(2)["id"]]


def test_a_pull_that_goes_on_where_it_broke_off_itself_reads_nothing_twice(pages, source):
    told = pulls.open_pull(source, NOW)
    left = iter([None])

    def die(*_: object) -> None:
        for _ in left:
            raise KeyboardInterrupt

    pages.broken = False
    with pytest.raises(KeyboardInterrupt):
        pulls.pull(pulls.claim(told.pk, NOW), now=lambda: NOW, progress=die)
    Pull.objects.filter(pk=told.pk).update(state="due", claim=None)
    assert counts(run(source)) == (7, 7, 0, 0, 0)
