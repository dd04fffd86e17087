"""Metrics: the list, one metric, signing, the trend."""

from datetime import timedelta

import pytest
from django.urls import reverse

from signals.models import Metric, Pull, Signature
from signals.recompute import recompute
from signals.services import sign_definition
from tests.signals.asking import count_queries
from tests.signals.metrics import define
from tests.signals.rows import NOW, a_signal, a_source, day, roll_up

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_clock_stands")]


@pytest.fixture
def visits():
    crm = a_source(pulled=NOW - timedelta(hours=2))
    for back in (3, 12, 30):
        a_signal(crm, "visit", day(back))
    roll_up()
    definition = define("visits", crm, name="Visits", target=5, watch=2, tolerated_age="24h")
    recompute(definition, NOW)
    return definition.metric


def page(client, name="signals:metric", *args, **data):
    answer = client.get(reverse(name, args=args or ["visits"]), data)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_says_what_each_metric_says(client_of, company, visits):
    shown = client_of(company.member).get(reverse("signals:metrics")).content.decode()
    for words in ("Visits", "Watch", "≥ 5", "CRM", "2 h ago", "0 of 1"):
        assert words in shown


def test_the_list_asks_as_many_queries_for_six_metrics_as_for_one(client_of, company, visits):
    client = client_of(company.member)
    address = reverse("signals:metrics")
    client.get(address)
    before = count_queries(client, address)
    for number in range(5):
        recompute(define(f"visits_{number}", *visits.definition.sources.all()), NOW)
    assert count_queries(client, address) == before


def test_an_empty_list_offers_the_one_next_action(client_of, company):
    assert "Define a metric" in client_of(company.sales).get(reverse("signals:metrics")).content.decode()
    assert reverse("signals:new_metric") not in client_of(company.member).get(reverse("signals:metrics")).content.decode()


def test_a_metric_explains_itself(client_of, company, visits):
    shown = page(client_of(company.member))
    assert "How many “visit”, in the last 28 days." in shown
    assert "Visits is 2; the target is at least 5." in shown
    assert f'data-trend="{reverse("signals:trend", args=["visits"])}"' in shown
    assert "Sales: not signed" in shown


def test_the_formula_stands_beside_the_sentence_so_that_versions_of_another_target_read_differently(client_of, company, visits):
    define("visits", visits.definition.sources.get(), name="Visits", target=7, watch=2, tolerated_age="24h")
    shown = page(client_of(company.member))
    for part in (("Window", "28 days"), ("Target", "7"), ("Target", "5"), ("Watch", "2"), ("Sources", "CRM")):
        assert '<dt>{}</dt><dd class="num">{}</dd>'.format(*part) in shown


def test_until_a_changed_definition_is_computed_the_last_reading_is_shown_and_says_whose_it_is(client_of, company, visits):
    define("visits", visits.definition.sources.get(), name="Visits", target=7)
    shown = page(client_of(company.member))
    assert "Visits is unknown. It has not been computed yet." in shown
    assert "Until then, as computed under definition 1: Visits is 2;" in shown
    assert f'data-trend="{reverse("signals:trend", args=["visits"])}?only=1"' in shown
    listed = client_of(company.member).get(reverse("signals:metrics")).content.decode()
    assert "2 by definition 1" in listed
    assert '<svg class="spark' in listed
    recompute(Metric.objects.get().definition, NOW)
    assert "Until then" not in page(client_of(company.member))
    assert "by definition 1" not in client_of(company.member).get(reverse("signals:metrics")).content.decode()


def test_the_page_names_the_sources_of_the_reading_once(client_of, company, visits):
    assert page(client_of(company.member)).count("<dt>Sources</dt>") == 1


def test_only_a_head_whose_function_it_touches_signs(client_of, company, visits):
    address = reverse("signals:sign", args=["visits"])
    assert client_of(company.creative).post(address, {"version": 1}).status_code == 403
    assert "Sign definition" not in page(client_of(company.creative))
    assert "Sign definition 1" in page(client_of(company.sales))
    assert client_of(company.sales).post(address, {"version": 1}).status_code == 303
    assert Signature.objects.get().person == company.sales


def test_signing_twice_gets_a_sentence(client_of, company, visits):
    client = client_of(company.sales)
    address = reverse("signals:sign", args=["visits"])
    client.post(address, {"version": 1})
    assert "has already signed this version" in client.post(address, {"version": 1}, follow=True).content.decode()


def test_a_head_never_signs_a_version_that_the_page_did_not_show(client_of, company, visits):
    client = client_of(company.sales)
    assert '<input type="hidden" name="version" value="1">' in page(client)
    define("visits", visits.definition.sources.get(), name="Visits", target=9)
    address = reverse("signals:sign", args=["visits"])
    shown = client.post(address, {"version": 1}, follow=True).content.decode()
    assert "There is a newer version of Visits: definition 2. You read 1." in shown
    assert "did not say which version you read" in client.post(address, follow=True).content.decode()
    assert not Signature.objects.exists()


def test_a_replaced_rule_is_not_signed(client_of, company, visits):
    Metric.objects.filter(pk=visits.pk).update(replaced_by=Metric.objects.create(key="agreed", name="Agreed visits"))
    client = client_of(company.sales)
    assert "Sign definition" not in page(client)
    shown = client.post(reverse("signals:sign", args=["visits"]), {"version": 1}, follow=True).content.decode()
    assert "change or sign Agreed visits instead" in shown
    assert not Signature.objects.exists()


def test_the_history_can_be_shown_under_either_version(client_of, company, visits):
    sign_definition(definition=visits.definition, by=company.sales, at=NOW)
    crm = visits.definition.sources.get()
    spec = {"kind": "count", "what": {"signals": "visit"}, "window": "60 days"}
    recompute(define("visits", crm, name="Visits", target=5, watch=2, tolerated_age="24h", definition=spec), NOW)
    client = client_of(company.member)
    shown = page(client, version=1)
    assert "Dotted: definition 1." in shown
    assert "in the last 60 days" in shown
    lines = client.get(reverse("signals:trend", args=["visits"]), {"version": 1}).json()["data"]
    assert [line["name"] for line in lines] == ["Definition 1", "Definition 2"]
    assert lines[0]["y"][-1] == 2
    assert lines[1]["y"][-1] == 3
    assert client.get(reverse("signals:metric", args=["visits"]), {"version": 9}).status_code == 404


def test_the_trend_is_a_figure_with_its_sentence(client_of, company, visits):
    figure = client_of(company.member).get(reverse("signals:trend", args=["visits"])).json()
    assert len(figure["data"][0]["x"]) == 12
    assert [shape["name"] for shape in figure["layout"]["shapes"]] == ["good", "target"]
    assert figure["layout"]["shapes"][0]["y0"] == 5.0
    assert figure["description"].startswith("Visits ")


def test_functions_that_disagree_stand_side_by_side(client_of, company, visits):
    crm = visits.definition.sources.get()
    for key, function in (("qualified_marketing", "marketing"), ("qualified_sales", "sales")):
        recompute(define(key, crm, function=function, topic="qualified", name=f"Qualified, {function}"), NOW)
    shown = page(client_of(company.member), "signals:metric", "qualified_sales")
    assert "The same thing, by other rules" in shown
    assert "Qualified, marketing" in shown


def test_a_metric_without_a_definition_says_so(client_of, company):
    Metric.objects.create(key="empty", name="Empty")
    assert "It has no definition yet" in page(client_of(company.member), "signals:metric", "empty")


def test_each_version_says_who_signed_it_and_what_changed(client_of, company, visits):
    sign_definition(definition=visits.definition, by=company.sales, at=NOW)
    crm = visits.definition.sources.get()
    spec = {"kind": "count", "what": {"signals": "visit"}, "window": "60 days"}
    recompute(define("visits", crm, name="Visits", target=7, watch=2, tolerated_age="24h", definition=spec), NOW)
    client = client_of(company.member)
    shown = page(client)
    assert "Sales: Tom Halvorsen" in shown
    assert "Not signed by sales" in shown
    compared = page(client, **{"from": 1, "to": 2})
    assert "From definition 1 to 2" in compared
    assert "<del>28 days</del>" in compared
    assert "<ins>60 days</ins>" in compared


def test_the_trend_is_shown_under_an_older_version_alone(client_of, company, visits):
    crm = visits.definition.sources.get()
    spec = {"kind": "count", "what": {"signals": "visit"}, "window": "60 days"}
    recompute(define("visits", crm, name="Visits", definition=spec), NOW)
    client = client_of(company.member)
    assert "under definition 1, as if it were in force" in page(client, only=1)
    lines = client.get(reverse("signals:trend", args=["visits"]), {"only": 1}).json()["data"]
    assert [(line["name"], line["y"][-1]) for line in lines] == [("Definition 1", 2)]


def test_what_happened_beside_the_trend_is_a_table(client_of, company, visits):
    source = visits.definition.sources.get()
    Pull.objects.create(source=source, state="failed", due_at=day(5), finished_at=day(5), error="It was away.")
    assert "CRM could not be pulled: 1 failed pull" in page(client_of(company.member))
    shown = client_of(company.member).get(reverse("signals:metrics")).content.decode()
    assert "spark-note is-outage" in shown
