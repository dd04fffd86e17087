"""The decision view in a real browser: one screen, one revision for all, nothing lost by a refresh, nothing for axe to find."""

import pytest
import time_machine
from django.core.cache import cache

from scorecards import services
from tests.scorecards.conftest import NOW, atlas, days, launch, metrics  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)
ROOM = "/initiatives/atlas/decision/"
SIZES = [(1280, 720), (1920, 1080), (2560, 1440)]


@pytest.fixture(autouse=True)
def _now():
    cache.clear()
    with time_machine.travel(NOW + days(0, 1), tick=True):
        yield


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("state", ["scheduled", "open", "decided"])
def test_the_view_is_one_screen_without_a_scroll(launch, open_page, size, state):  # noqa: F811
    if state != "scheduled":
        launch.make_ready() if state == "decided" else launch.open()
    if state == "decided":
        launch.do(services.decide_go, launch.staff.owner)
    page = open_page(launch.staff.owner, ROOM, width=size[0], height=size[1])
    over = "[document.documentElement, document.querySelector('.dv'), ...document.querySelectorAll('.verdict, .say')]"
    assert (
        page.evaluate(f"{over}.map(e => e.scrollHeight <= e.clientHeight + 1 && e.scrollWidth <= e.clientWidth + 1)")
        == [True] * 4
    )


def test_labels_under_the_arc_do_not_collide_on_any_screen(launch, open_page):  # noqa: F811
    for width, height in [(390, 844), (820, 1180), *SIZES]:
        page = open_page(launch.staff.member, ROOM, width=width, height=height)
        boxes = page.evaluate(
            "[...document.querySelectorAll('.marks text')].map(t => t.getBoundingClientRect()).filter(b => b.width)"
            ".map(b => [b.left, b.right, b.top, b.bottom])"
        )
        assert len(boxes) == 5
        for one in boxes:
            assert 0 <= one[0] < one[1] <= width
            for other in boxes:
                apart = one[1] <= other[0] or other[1] <= one[0] or one[3] <= other[2] + 3 or other[3] <= one[2] + 3
                assert one is other or apart


def test_every_screen_follows_within_seconds_and_keeps_the_focus_and_what_is_typed(launch, open_page):  # noqa: F811
    launch.open()
    launch.gather("sales")
    page = open_page(launch.staff.sales, ROOM, width=1280, height=720)
    page.click("#act-first")
    page.fill("#drawer [name=sentence]", "Nobody is there to pick up")
    watcher = open_page(launch.staff.member, ROOM, width=1280, height=720)
    watcher.focus("#tile-nrr")
    launch.gather("product")
    for follower in (page, watcher):
        follower.locator(".verdict-word", has_text="2 of 4").wait_for(timeout=9000)
    assert page.input_value("#drawer [name=sentence]") == "Nobody is there to pick up"
    assert watcher.evaluate("document.activeElement.id") == "tile-nrr"
    assert watcher.inner_text("#news") == "Dana Okafor is in the room for Product."
    assert watcher.title().startswith("Atlas launch: calls sealed, 0 of 4 in")


def test_a_tile_opens_a_drawer_that_closes_with_escape(launch, open_page):  # noqa: F811
    page = open_page(launch.staff.member, ROOM, width=1280, height=720)
    page.click("#tile-speed_to_lead")
    page.wait_for_selector("#drawer[open] .behind-val")
    page.keyboard.press("Escape")
    page.wait_for_selector("#drawer:not([open]):empty", state="attached")
    assert page.evaluate("document.activeElement.id") == "tile-speed_to_lead"


def test_without_javascript_a_head_still_takes_part(launch, open_page):  # noqa: F811
    launch.open()
    page = open_page(launch.staff.sales, ROOM, width=1280, height=720, javascript=False)
    page.click("#act-first")
    page.click("button:has-text('I am in the room')")
    page.click("#act-first")
    page.check("input[value=hold]")
    page.fill("[name=sentence]", "Nobody is there.")
    page.click("button:has-text('Seal my call')")
    assert "Sealed" in page.inner_text(".head.f-sales")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(launch, open_page, axe, scheme):  # noqa: F811
    meeting = launch.meeting.pk
    pages = [ROOM, "/decisions/", f"{ROOM}schedule/", f"{ROOM}readings/", f"/meetings/{meeting}/", f"/meetings/{meeting}/arc/"]
    pages += [f"/meetings/{meeting}/tiles/nrr/", f"/meetings/{meeting}/open/"]
    for address in pages:
        assert axe(open_page(launch.staff.owner, address, scheme=scheme)) == []
    launch.make_ready()
    for name in ("decide", "brief", "waive", "interpret", "reveal", ""):
        assert axe(open_page(launch.staff.owner, f"/meetings/{meeting}/{name}{'/' if name else ''}", scheme=scheme)) == []
    launch.do(services.decide_go, launch.staff.owner)
    assert axe(open_page(launch.staff.owner, ROOM, scheme=scheme, width=390, height=844)) == []
