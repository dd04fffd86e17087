"""Templates obey the content security policy: nothing inline."""

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
INLINE = {
    "a style attribute": r"<[^>]*\sstyle\s*=",
    "an event handler": r"<[^>]*\son[a-z]+\s*=",
    "hx-on": r"<[^>]*\shx-on[:\s=]",
    "an inline style sheet": r"<style\b",
    "an inline script": r"<script\b(?![^>]*\bsrc=)",
    "a javascript: address": r"(href|action)\s*=\s*[\"']javascript:",
    "an attribute that htmx drops": r"\shx-(vars|params)\s*=",
}


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_a_template_holds_nothing_inline(path):
    text = re.sub(r"<script type=\"application/json\"[^>]*>", "", path.read_text())
    assert [what for what, pattern in INLINE.items() if re.search(pattern, text, re.IGNORECASE)] == []


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_a_template_opens_by_naming_its_context(path):
    assert path.read_text().startswith("{#")
