"""What is no number in an address is passed over on every page: a superscript two, an Arabic three, twenty digits."""

import pytest
from django.urls import reverse

from tests.signals.metrics import define
from tests.signals.rows import a_source, some_work
from tests.signals.test_disagreement import became, rules  # noqa: F401  (a fixture)

pytestmark = pytest.mark.django_db
NONE = ["²", "٣", "9" * 20, "-1"]


@pytest.mark.parametrize("text", NONE)
def test_the_review_shows_the_first_suggestion(client_of, company, text):
    answer = client_of(company.sales).get(reverse("signals:review"), {"link": text, "decided": text, "page": text})
    assert answer.status_code == 200


@pytest.mark.parametrize("text", [*NONE, "2026-13-45T00:00:00Z_1_1", f"2026-11-01T00:00:00Z_²_{'9' * 20}"])
def test_the_records_begin_with_the_first(client_of, company, text):
    define("visits", a_source())
    answer = client_of(company.sales).get(reverse("signals:records", args=["visits"]), {"part": text, "after": text})
    assert answer.status_code == 200
    assert answer.context["chosen"] == 0


@pytest.mark.parametrize("text", NONE)
def test_two_rules_are_compared_by_their_first_part(client_of, company, rules, text):  # noqa: F811
    answer = client_of(company.sales).get(reverse("signals:beside", args=["by_marketing", "by_sales"]), {"part": text})
    assert answer.status_code == 200
    assert answer.context["found"].chosen == 0


@pytest.mark.parametrize("text", NONE)
def test_the_rejects_of_no_pull_are_none(client_of, company, text):
    answer = client_of(company.sales).get(reverse("signals:rejects", args=[a_source().pk]), {"pull": text, "stream": text})
    assert answer.status_code == 200
    assert answer.context["lines"] == []


@pytest.mark.parametrize("text", NONE)
def test_what_leads_nowhere_is_shown_from_the_first(client_of, company, text):
    some_work(a_source(), 1)
    asked = {"work": text, "signals": text, "stream": text}
    assert client_of(company.sales).get(reverse("signals:coverage", args=["sales"]), asked).status_code == 200


@pytest.mark.parametrize("text", NONE)
def test_no_such_quarter_is_none(client_of, company, text):
    answer = client_of(company.sales).get(reverse("scorecards:rejections"), {"quarter": f"{text}-Q1"})
    assert answer.status_code == 200
