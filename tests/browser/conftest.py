"""A real browser on a live server: pages whose console stays clean, and axe."""

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.offers import offered  # noqa: F401 - a fixture of this folder

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync"]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="session")
def chromium():
    """One browser for the process: the machine's own Chromium, or the one playwright installed."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright keeps a loop in this thread
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def open_page(chromium, live_server, django_db_serialized_rollback, client_of):
    """A factory: `open_page(person, "/initiatives/", width=390, height=844, scheme="dark")`; the console must stay clean."""
    contexts, problems = [], []

    def listen(page):
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda message: problems.append(f"{message.text} ({page.url})") if _is_problem(message) else None)

    def make(who, address, *, width=1280, height=720, scheme="light", javascript=True, touch=False):
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            java_script_enabled=javascript,
            has_touch=touch,
            is_mobile=touch,
        )
        contexts.append(context)
        if who is not None:
            session = client_of(who).cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        context.add_cookies([{"name": "theme", "value": scheme, "url": live_server.url}])
        page = context.new_page()
        listen(page)
        page.goto(address)
        return page

    yield make
    for context in contexts:
        context.close()
    assert problems == []


def _is_problem(message) -> bool:
    """Whether a line of the console is one; an invalid form's 422 is how forms answer."""
    return message.type in ("error", "warning") and "status of 422" not in message.text


@pytest.fixture
def axe():
    """A function: `assert axe(page) == []`, the accessibility rules that the page breaks, each with its places."""

    def run(page):
        page.evaluate(AXE.read_text())
        found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
        return [f"{rule['id']}: {', '.join(str(node['target'][0]) for node in rule['nodes'])}" for rule in found["violations"]]

    return run
