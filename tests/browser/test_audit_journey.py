"""The audit from day 1 to a named owner: six people signed in as themselves, the clock moved, axe silent on each page."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from audits.models import Audit
from audits.tasks import close_audits
from initiatives.models import ActionItem
from signals import outbox
from tests.browser.launches import DAY, START, atlas, clock, go_on  # noqa: F401 - two are fixtures

pytestmark = pytest.mark.django_db(transaction=True)
CLOSED = START + 50 * DAY
DATES = {"starts_on_0": "2026-11-03", "ends_on_0": "2026-11-12"}


@pytest.fixture
def look(axe):
    """A function: axe finds nothing on the page. Each page is looked at once, whatever row or audit it shows."""
    seen = set()

    def looked_at(page):
        which = re.sub(r"\d+", "", urlsplit(page.url).path)
        if which not in seen:
            seen.add(which)
            assert axe(page) == [], page.url

    return looked_at


@pytest.fixture
def as_(open_page, look):
    """`as_(person, "asked", audit.pk)`: that page of the audit, as that person."""

    def page_of(person, name, *arguments):
        page = open_page(person, reverse(f"audits:{name}", args=arguments))
        look(page)
        return page

    return page_of


def press(page, look, name, told):
    """Press a button; what comes of it is said."""
    page.get_by_role("button", name=name).click()
    page.get_by_text(told).first.wait_for()
    look(page)


def follow(page, look, name):
    page.get_by_role("link", name=name, exact=True).click()
    page.wait_for_load_state()
    look(page)


def begin(as_, look, company, mailoutbox):
    """The COO begins day 1, adds what was missing, and sends the links."""
    page = as_(company.coo, "start")
    page.get_by_label("Initiative").select_option("atlas")
    press(page, look, "Begin day 1", "Day 1 of 30.")
    press(page, look, "Send the link to", "in the outbox")
    outbox.deliver()
    assert {company.creative.email, company.marketing.email, company.member.email} <= {one.to[0] for one in mailoutbox}
    return page, Audit.objects.get()


def walk(page, look, audit):
    """The COO walks the arc and says where nobody knows."""
    page.goto(reverse("audits:question", args=[audit.pk, "arc"]))
    go_on(page, "No, something was needed that is not here", "Nobody wrote pricing down.")
    page.goto(reverse("audits:section", args=[audit.pk, "arc"]))
    follow(page, look, "Add what was missing")
    page.get_by_label("Name").fill("Pricing")
    page.get_by_label("Sales").check()
    press(page, look, "Add it to the arc", "Pricing is on the list.")
    page.goto(reverse("audits:section", args=[audit.pk, "walk"]))
    follow(page, look, "Pricing: Who held it?")
    go_on(page, "I do not know")
    page.goto(reverse("audits:section", args=[audit.pk, "walk"]))
    expect(page.get_by_role("listitem").filter(has_text="Pricing").get_by_text("Answered: not known")).to_be_visible()


def interview(page, look, company, audit):
    """A member is interviewed; what was said waits for that person's consent."""
    page.goto(reverse("audits:interviews", args=[audit.pk]))
    page.get_by_label("Who was interviewed?").select_option(str(company.member.pk))
    press(page, look, "Keep it", "Write down what was said.")
    page.get_by_label("What was said, word for word").fill("I asked in the corridor.")
    page.get_by_label("Three landing pages").check()
    press(page, look, "Keep this", "Noor Haddad is asked whether it may be shown.")


def sign_in_from_the_letter(open_page, look, person, mailoutbox):
    """The link of the letter leads through signing in to what is asked."""
    letter = next(one for one in mailoutbox if one.to == [person.email])
    page = open_page(None, next(word for word in letter.body.split() if word.startswith("http")))
    page.get_by_label("E-mail address").fill(person.email)
    page.get_by_label("Password").fill("correct horse battery")
    press(page, look, "Sign in", "What is asked of you")
    return page


def confirm(page, look, audit, row, verdict, text=""):
    """One side reads its row and says whether it is so."""
    page.goto(reverse("audits:asked", args=[audit.pk]))
    follow(page, look, row)
    page.get_by_label(verdict).check()
    page.get_by_label("In your words").fill(text)
    press(page, look, "Keep it on the row", "Kept on the row, with your name.")


def add_what_was_not_logged(page, look, company, audit):
    """Somebody remembers a handoff that is in no log."""
    page.goto(reverse("audits:section", args=[audit.pk, "handoffs"]))
    follow(page, look, "Add one that was not logged")
    page.get_by_label("What was handed over?").fill("The price list")
    page.get_by_label("Of which deliverable?").select_option(label="Pricing")
    page.get_by_label("From whom?", exact=True).select_option(str(company.member.pk))
    page.get_by_label("To whom?").select_option(str(company.sales.pk))
    page.get_by_label("On which day?").fill("2026-11-12")
    press(page, look, "Add this handoff", "The price list is kept beside the record")


def creative_answers(page, look, audit):
    """Question after question; a form saves by itself."""
    page.get_by_role("link", name="Begin").click()
    for _ in ("Positioning", "Landing pages"):
        go_on(page, "It is as shown")
    page.get_by_role("heading", name="What was promised with “Positioning brief”?").wait_for()
    look(page)
    go_on(page, "In my words", "A brief that names who takes it.")
    page.get_by_label("Part of it", exact=True).check()
    page.get_by_label("In your words").fill("It lay in a shared inbox.")
    page.locator("#autosave").get_by_text("Saved at").wait_for()
    look(page)
    go_on(page, "Part of it")
    go_on(page, "I do not know")
    for answer in ("In my words", "In my words"):
        go_on(page, answer, "Films on time.")
    two_times(page)
    confirm(page, look, audit, "Positioning brief", "Yes, I confirm it")


def two_times(page):
    """One calendar was full twice; a third row is taken off again."""
    page.get_by_label("It was full at these times").check()
    for name, value in {**DATES, "filled_0": "Four films at once."}.items():
        page.locator(f"[name={name}]").fill(value)
    for place, dates in enumerate((("2026-11-16", "2026-11-18"), ("2026-11-20", "2026-11-21")), start=1):
        page.get_by_role("button", name="Save and add another time").click()
        page.get_by_role("group", name=f"Time {place + 1}").get_by_label("What filled it?").fill(f"Film {place}")
        for part, value in zip(("starts_on", "ends_on"), dates, strict=True):
            page.locator(f"[name={part}_{place}]").fill(value)
    page.get_by_role("button", name="Remove time 3").click()
    expect(page.get_by_text("Saved at").first).to_be_visible()
    go_on(page, "It was full at these times")


def marketing_disputes(page, look, audit):
    """Sees what the other side answered, and disputes the row."""
    page.get_by_role("link", name="Positioning brief: What was promised?").click()
    expect(page.get_by_text("A brief that names who takes it.")).to_be_visible()
    go_on(page, "It is as shown")
    page.goto(reverse("audits:question", args=[audit.pk, "calendar-marketing"]))
    go_on(page, "It was full at these times", filled_0="The autumn campaign.", **DATES)
    confirm(page, look, audit, "Positioning brief", "No, I dispute it", "Sent, and chased once.")


def test_from_day_one_to_a_named_owner(open_page, as_, company, atlas, clock, mailoutbox, look):  # noqa: F811
    coo, audit = begin(as_, look, company, mailoutbox)
    walk(coo, look, audit)
    interview(coo, look, company, audit)
    creative_answers(as_(company.creative, "asked", audit.pk), look, audit)
    marketing_disputes(as_(company.marketing, "asked", audit.pk), look, audit)
    noor = sign_in_from_the_letter(open_page, look, company.member, mailoutbox)
    press(noor, look, "Show it", "The document may show it.")
    add_what_was_not_logged(noor, look, company, audit)
    for page in (noor, as_(company.owner, "asked", audit.pk)):
        confirm(page, look, audit, "Three landing pages", "Yes, I confirm it")
    coo.goto(reverse("audits:check", args=[audit.pk]))
    look(coo)
    expect(coo.get_by_text("The document will say what is open")).to_be_visible()

    clock.move_to(CLOSED)
    close_audits()
    ceo = as_(company.ceo, "document", audit.pk)
    headline = ceo.get_by_role("heading", level=1).inner_text().split("\n")
    assert headline == [
        "One of two handoffs went dark, and two gaps had no handoff.",
        "One job never had an owner.",
        "One row is contested.",
    ]
    assert "Final, rev 1" in ceo.locator(".doc-kick").inner_text()
    for said in ("Sent, and chased once.", "I asked in the corridor.", "Handoffs that nobody logged", "were full at once"):
        expect(ceo.get_by_text(said).first).to_be_visible()
    answer = ceo.request.get(ceo.get_by_role("link", name="Download PDF").get_attribute("href"))
    assert (answer.status, answer.body()[:5]) == (200, b"%PDF-")

    late = as_(company.creative, "asked", audit.pk)
    late.get_by_role("link", name="Positioning brief: What was missing?").click()
    go_on(late, "In my words", "The prices.")
    clock.move_to(CLOSED + timedelta(hours=2))
    close_audits()
    ceo.reload()
    look(ceo)
    assert "Final, rev 2" in ceo.locator(".doc-kick").inner_text()
    expect(ceo.get_by_text("Positioning brief: the answers on it changed.")).to_be_visible()
    name_owner(ceo, look, company, atlas)


def name_owner(page, look, company, launch):
    """The document's button gives the CEO 45 days; the charter names one owner; what was asked is done."""
    press(page, look, "Start the charter and its 45 days", "You have until Fri 5 Feb 2027.")
    page.get_by_label("Who owns the arc?").select_option(str(company.owner.pk))
    page.get_by_label("The mandate").fill("From signal to revenue.")
    for right in page.get_by_label("Decide").all():
        right.check()
    press(page, look, "Name the owner", "Priya Raman owns the arc of Atlas launch.")
    assert ActionItem.objects.get(initiative=launch, person=company.ceo).done_at
    page.goto(reverse("audits:document", args=[launch.audits.get().pk]))
    page.get_by_text("Owner named").wait_for()
