"""The pictures of docs/images/, taken of a console that runs: `make run` in one terminal, `make images` in another.

`python -m tests.pictures [ADDRESS]` takes them of the console at ADDRESS (that of `make run` unless told otherwise), as the
sample company's people, in headless Chromium.
"""

import os
import re
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
PASSWORD = ROOT / "var" / "sample_company" / "password"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync"]
SIZES = {"1920x1080": (1920, 1080), "1280x720": (1280, 720), "390x844": (390, 844)}
DECISION = "/initiatives/atlas/decision/"
PAGES = {
    "inbox": ("tom.halvorsen", "/handoffs/"),
    "initiative": ("priya.raman", "/initiatives/atlas/"),
    "charter": ("priya.raman", "/initiatives/atlas/charter/"),
    "audits": ("anita.rao", "/audits/"),
    "meeting": ("priya.raman", "/initiatives/beacon/decision/"),
    "rejections": ("anita.rao", "/rejections/"),
}


def sign_in(browser: Browser, address: str, who: str, size: tuple[int, int], scheme: str) -> BrowserContext:
    """A browser of that size and scheme, signed in as that person."""
    width, height = size
    context = browser.new_context(base_url=address, viewport={"width": width, "height": height}, color_scheme=scheme)
    context.add_cookies([{"name": "theme", "value": scheme, "url": address}])
    page = context.new_page()
    page.goto("/sign-in/")
    page.fill("[name=username]", f"{who}@lumenharbor.example")
    page.fill("[name=password]", os.environ.get("ARC_SAMPLE_PASSWORD") or PASSWORD.read_text().strip())
    page.click("main button[type=submit], main button:not([type])")
    page.wait_for_url(lambda url: "/sign-in/" not in url)
    page.close()
    return context


def take(context: BrowserContext, path: str, name: str, *, whole: bool) -> None:
    """One picture: of the screen, or of the whole page where a phone would scroll."""
    page = context.new_page()
    page.goto(path)
    page.evaluate("document.fonts.ready")
    page.screenshot(path=IMAGES / f"{name}.png", full_page=whole)
    page.close()
    print(f"docs/images/{name}.png")  # noqa: T201


def take_rejecting(context: BrowserContext, name: str) -> None:
    """The inbox while its first row is being rejected."""
    page = context.new_page()
    page.goto("/handoffs/")
    page.locator("[data-reject]").first.click()
    page.get_by_text("Why are you rejecting it?").wait_for()
    page.screenshot(path=IMAGES / f"{name}.png", full_page=True)
    page.close()
    print(f"docs/images/{name}.png")  # noqa: T201


def hand_over_path(context: BrowserContext) -> str:
    """The offer of the scope of Beacon, by who holds it."""
    page = context.new_page()
    page.goto("/initiatives/beacon/")
    path = page.get_by_role("link", name="Scope", exact=True).first.get_attribute("href")
    page.close()
    return f"{path}hand-over/"


def question_path(context: BrowserContext, audit: str) -> str:
    """The first question about who held a deliverable."""
    page = context.new_page()
    page.goto(f"{audit}parts/walk/")
    path = page.locator("main a.task-name").first.get_attribute("href")
    page.close()
    return path or audit


def source_path(context: BrowserContext) -> str:
    """The page of the CRM."""
    page = context.new_page()
    page.goto("/sources/")
    path = page.get_by_role("link", name=re.compile("^CRM")).first.get_attribute("href")
    page.close()
    return path or "/sources/"


def audit_path(context: BrowserContext) -> str:
    """The page of the audit of Atlas."""
    page = context.new_page()
    page.goto("/audits/")
    path = page.get_by_role("link", name=re.compile("^Atlas")).first.get_attribute("href")
    page.close()
    return path or "/audits/"


def main(address: str) -> None:
    """Take every picture: the decision view at three sizes, light and dark; the other pages at one size, light and dark."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for scheme in ("light", "dark"):
            for size, pixels in SIZES.items():
                context = sign_in(browser, address, "priya.raman", pixels, scheme)
                take(context, DECISION, f"decision-{size}-{scheme}", whole=pixels[0] < 1200)
                context.close()
            for name, (who, path) in PAGES.items():
                context = sign_in(browser, address, who, SIZES["1280x720"], scheme)
                take(context, path, f"{name}-{scheme}", whole=name != "meeting")
                context.close()
            context = sign_in(browser, address, "anita.rao", SIZES["1280x720"], scheme)
            path = audit_path(context)
            take(context, path, f"audit-{scheme}", whole=True)
            take(context, f"{path}document/", f"map-{scheme}", whole=True)
            take(context, question_path(context, path), f"audit-question-{scheme}", whole=True)
            context.close()
            context = sign_in(browser, address, "tom.halvorsen", SIZES["1280x720"], scheme)
            take_rejecting(context, f"inbox-rejecting-{scheme}")
            context.close()
            context = sign_in(browser, address, "luis.ferreira", SIZES["1280x720"], scheme)
            take(context, hand_over_path(context), f"hand-over-{scheme}", whole=True)
            context.close()
            context = sign_in(browser, address, "sam.adeyemi", SIZES["1280x720"], scheme)
            take(context, source_path(context), f"source-{scheme}", whole=True)
            context.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else f"http://127.0.0.1:{os.environ.get('PORT', '8000')}")
