"""A launch decision from the opening to the HOLD, with five people signed in as themselves; everyone sees the same revision."""

import re

import pytest
import time_machine
from playwright.sync_api import expect

from people.models import Function
from tests.scorecards.conftest import NOW, atlas, launch, metrics  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)
SCREEN = "/initiatives/atlas/decision/"
SENTENCE = "Demand is there; the handoff to Sales is *not*."
PATIENCE = 15_000  # milliseconds: three polls


@pytest.fixture(autouse=True)
def on_the_day():
    """The server's clock starts at the hour of the meeting."""
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def room(launch, open_page):  # noqa: F811
    """The screen as each person in the room has it, by function, and the owner's."""
    pages = {function: open_page(head, SCREEN) for function, head in launch.staff.heads.items()}
    return {**pages, "owner": open_page(launch.staff.owner, SCREEN)}


def act(page, label, button, fill=None):
    """Do one act of the room in the drawer: `fill` writes into its form."""
    link = page.locator("nav.dv-acts").get_by_role("link", name=label)
    if not link.is_visible():
        page.locator("nav.dv-acts summary").click()
    link.click()
    drawer = page.locator("#drawer")
    expect(drawer).to_be_visible()
    if fill:
        fill(drawer)
    drawer.get_by_role("button", name=button, exact=True).click()
    expect(drawer).to_be_hidden()


def call(word):
    def fill(drawer):
        drawer.get_by_text(word, exact=True).click()
        drawer.get_by_label("Why, in one sentence").fill("Nobody picks up the lead.")

    return fill


def hold(drawer, person):
    section = drawer.get_by_role("region", name="HOLD", exact=True)
    section.locator("[name$=until]").fill("2026-11-27T10:00")
    section.locator("[name$=text]").first.fill("Speed to lead ≤ 1 h for 5 days")
    section.locator("select[name$=person]").first.select_option(str(person.pk))
    section.locator("[name$=due]").first.fill("2026-11-26")


def test_five_people_take_a_decision_in_one_room(room, launch, axe):  # noqa: F811
    owner = room["owner"]
    act(owner, "Open the meeting", "Freeze the brief and open")
    for function in Function.values:
        expect(room[function].locator("nav.dv-acts")).to_contain_text("I am in the room", timeout=PATIENCE)
        act(room[function], "I am in the room", "I am in the room")
    for function, word in zip(Function.values, ["HOLD", "GO", "HOLD", "HOLD"], strict=True):
        act(room[function], "Make your call", "Seal my call", call(word))
    expect(owner.locator("#room")).to_contain_text("3 heads call hold, 1 calls go", timeout=PATIENCE)

    act(owner, "Write the one reading", "Put it to the heads", lambda drawer: drawer.get_by_role("textbox").fill(SENTENCE))
    for function in Function.values:
        expect(room[function].locator("#room")).to_contain_text("the handoff to Sales is not.", timeout=PATIENCE)
        act(room[function], "Answer the one reading", "I agree")
    expect(owner.locator("#room")).to_contain_text("Agreed 4 of 4", timeout=PATIENCE)
    assert axe(owner) == []

    act(owner, "Decide", "HOLD", lambda drawer: hold(drawer, launch.staff.sales))
    for page in room.values():
        expect(page.locator(".verdict.is-hold")).to_contain_text("until Fri 27 Nov, 10:00", timeout=PATIENCE)
        expect(page).to_have_title(re.compile("HOLD"), timeout=PATIENCE)
    decision = launch.fresh().decision
    assert (decision.outcome, decision.by, decision.conditions.get().person) == ("hold", launch.staff.owner, launch.staff.sales)


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080), (2560, 1440)])
def test_the_screen_is_one_screen(launch, open_page, width, height):  # noqa: F811
    launch.make_ready()
    page = open_page(launch.staff.owner, SCREEN, width=width, height=height)
    tall, wide = page.evaluate("[document.documentElement.scrollHeight, document.documentElement.scrollWidth]")
    assert (tall, wide) == (height, width)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(1280, 720), (390, 844)])
def test_axe_finds_nothing_in_the_room(launch, open_page, axe, scheme, width, height):  # noqa: F811
    launch.make_ready()
    page = open_page(launch.staff.owner, SCREEN, width=width, height=height, scheme=scheme)
    assert axe(page) == []
