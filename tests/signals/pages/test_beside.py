"""The page on which two functions' rules stand side by side, and agreeing on one."""

import pytest
from django.urls import reverse

from signals.models import Metric
from signals.recompute import recompute
from tests.signals.asking import count_queries
from tests.signals.metrics import define
from tests.signals.rows import NOW, day, some_work
from tests.signals.test_disagreement import SCORED, became, rules  # noqa: F401  (a fixture)

pytestmark = pytest.mark.django_db
HERE = reverse("signals:beside", args=["by_marketing", "by_sales"])
AGREE = reverse("signals:agree", args=["by_sales", "by_marketing"])
READ = {"version": 1, "instead_of": 1}


@pytest.fixture(autouse=True)
def read(rules):  # noqa: F811
    for definition in rules:
        recompute(definition, NOW)
    return rules


def words_of(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_says_who_counts_what_and_why(client_of, company):
    shown = words_of(client_of(company.member), HERE)
    for words in (
        "Qualified leads: two rules",
        "never became qualified",
        "not in CRM",
        "Lead 4",
        "What explains the difference",
        'As marketing counts <span class="sub">(solid)</span>',
        'As sales counts <span class="sub">(dashed)</span>',
        ">0</text>",
    ):
        assert words in shown
    assert "Propose this one" not in shown


def test_a_head_of_either_function_agrees_and_nobody_else(client_of, company):
    assert words_of(client_of(company.sales), HERE).count("Propose this one") == 2
    assert client_of(company.creative).post(AGREE, READ).status_code == 403
    assert client_of(company.administrator).post(AGREE, READ).status_code == 403
    answer = client_of(company.sales).post(AGREE, READ, follow=True)
    assert "As sales counts is proposed as the one rule, as definition 2." in answer.content.decode()
    assert not Metric.objects.exclude(replaced_by=None).exists()
    other = words_of(client_of(company.marketing), reverse("signals:metric", args=["by_marketing"]))
    assert "replaces this rule" in other
    assert "sign it or turn it down" in words_of(client_of(company.marketing), HERE)


def test_the_other_head_turns_a_proposal_down(client_of, company):
    client_of(company.sales).post(AGREE, READ)
    page, turn_down = (reverse(f"signals:{name}", args=["by_sales"]) for name in ("metric", "take_back"))
    assert "Turn it down: keep both rules" in words_of(client_of(company.marketing), page)
    assert "Turn it down" not in words_of(client_of(company.member), page)
    shown = client_of(company.marketing).post(turn_down, {"version": 2}, follow=True).content.decode()
    assert "Both rules stay." in shown
    assert "Turn it down" not in shown


def test_the_disagreement_is_reached_from_the_list_and_from_the_metric(client_of, company):
    client = client_of(company.member)
    assert HERE in words_of(client, reverse("signals:metrics"))
    assert reverse("signals:beside", args=["by_sales", "by_marketing"]) in words_of(
        client, reverse("signals:metric", args=["by_sales"])
    )


def test_once_agreed_the_list_has_one_and_the_other_says_what_replaced_it(client_of, company):
    client_of(company.sales).post(AGREE, READ)
    for head in (company.sales, company.marketing):
        client_of(head).post(reverse("signals:sign", args=["by_sales"]), {"version": 2})
    client = client_of(company.member)
    shown = words_of(client, reverse("signals:metrics"))
    assert HERE not in shown
    assert "Replaced by agreement" in shown
    replaced = words_of(client, reverse("signals:metric", args=["by_marketing"]))
    assert "was replaced by" in replaced
    assert "See where they disagree" not in replaced


def test_a_rule_that_is_no_functions_own_is_called_by_its_name(client_of, company):
    Metric.objects.filter(key="by_sales").update(function="")
    shown = words_of(client_of(company.member), HERE)
    for words in ("only as sales counts", "As sales counts leaves out: not in CRM", ">As sales counts counts<"):
        assert words in shown


def test_agreeing_on_a_version_that_one_has_not_read_is_refused(client_of, company, read):
    define(
        "by_marketing", read[0].sources.get(), definition=SCORED, name="As marketing counts", topic="Qualified leads", target=9
    )
    shown = client_of(company.sales).post(AGREE, READ, follow=True).content.decode()
    assert "There is a newer version of As marketing counts: definition 2. You read 1." in shown
    assert not Metric.objects.exclude(replaced_by=None).exists()
    assert "did not say which version" in client_of(company.sales).post(AGREE, follow=True).content.decode()


def test_the_queries_of_the_page_do_not_grow_with_the_records(client_of, company, read):
    client = client_of(company.member)
    words_of(client, HERE)
    before = count_queries(client, HERE)
    for number in range(20, 50):
        some_work(read[1].sources.get(), number, opened_at=day(3), events=became("qualified", 2))
    assert count_queries(client, HERE) == before


def test_a_metric_is_not_beside_itself(client_of, company):
    assert client_of(company.member).get(reverse("signals:beside", args=["by_sales", "by_sales"])).status_code == 404
