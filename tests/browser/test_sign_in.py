"""Signing in, in a real browser."""

import pytest

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_sign_in_page_breaks_no_rule_of_accessibility(open_page, axe, scheme):
    page = open_page(None, "/sign-in/", scheme=scheme)
    assert axe(page) == []


def test_a_person_signs_in_without_javascript(open_page, person):
    person("Ada Byron")
    page = open_page(None, "/sign-in/?next=/healthz", javascript=False)
    page.get_by_label("E-mail").fill("ada@example.com")
    page.get_by_label("Password").fill("correct horse battery")
    page.get_by_role("button", name="Sign in").click()
    assert page.inner_text("body") == "ok"
