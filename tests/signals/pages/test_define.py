"""Defining a metric and changing its definition."""

import pytest
from django.urls import reverse

from signals.models import Definition, Metric
from signals.services import sign_definition
from tests.signals.metrics import define
from tests.signals.rows import NOW, a_signal, a_source, day, roll_up

pytestmark = pytest.mark.django_db
NEW = reverse("signals:new_metric")
SPEC = "kind: count\nwhat: {signals: visit}\nwindow: 28 days"


def filled(**changed):
    fields = {"key": "visits", "name": "Visits", "definition": SPEC, "unit": "count", "direction": "up", "target": "5"}
    return {**fields, "sources": ["CRM"], "tolerated_age": "24h", "save": "1", "opened_from": 0, **changed}


@pytest.fixture
def crm():
    source = a_source()
    a_signal(source, "visit", day(2))
    roll_up()
    return source


def test_members_read_but_do_not_define(client_of, company, crm):
    for address in (NEW, reverse("signals:edit_metric", args=[define("visits", crm).metric.key])):
        assert client_of(company.member).get(address).status_code == 403
        assert client_of(company.sales).get(address).status_code == 200


def test_a_metric_is_defined_from_the_catalogue(client_of, company, crm):
    page = client_of(company.sales).get(NEW, {"from": "win_rate"}).content.decode()
    assert "kind: ratio" in page
    assert 'value="win_rate"' in page


def test_a_preview_computes_on_real_data_and_saves_nothing(client_of, company, crm):
    data = filled(preview="1")
    data.pop("save")
    page = client_of(company.sales).post(NEW, data).content.decode()
    assert "How many “visit”, in the last 28 days." in page
    assert "Now: 1" in page
    assert 'id="preview" role="status" tabindex="-1" autofocus' in page
    assert 'formaction="#preview"' in page
    assert not Metric.objects.exists()


def test_a_preview_that_divides_by_zero_is_unknown_with_the_reason(client_of, company, crm):
    visit = "{signals: visit}"
    nothing = "[{signals: visit}, {signals: visit, sign: minus}]"
    spec = f"kind: ratio\nnumerator: [{visit}]\ndenominator: {nothing}\nwindow: 4 weeks"
    answer = client_of(company.sales).post(NEW, filled(definition=spec, unit="%", target="", preview="1"))
    assert answer.status_code == 200
    assert "Now: unknown" in answer.content.decode()
    assert "Nothing to divide by" in answer.content.decode()


def test_defining_makes_version_one(client_of, company, crm):
    answer = client_of(company.sales).post(NEW, filled())
    assert (answer.status_code, answer.url) == (303, reverse("signals:metric", args=["visits"]))
    definition = Definition.objects.get()
    assert (definition.version, definition.created_by, definition.functions) == (1, company.sales, ["sales"])


def test_a_change_is_a_new_version_and_takes_the_signatures_off(client_of, company, crm):
    client = client_of(company.sales)
    client.post(NEW, filled())
    sign_definition(definition=Definition.objects.get(), by=company.sales, at=NOW)
    edit = reverse("signals:edit_metric", args=["visits"])
    assert "window: 28 days" in client.get(edit).content.decode()
    client.post(edit, filled(opened_from=1))
    assert Definition.objects.count() == 1
    client.post(edit, filled(target="6", opened_from=1))
    latest = Metric.objects.get().definition
    assert (latest.version, latest.signed_by()) == (2, [])


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"definition": "kind: count\nwhat: {signals: visit"}, "This is not YAML in line"),
        ({"definition": "kind: rato"}, "a definition has a kind"),
        ({"definition": SPEC.replace("window", "windw")}, "Did you mean “window”?"),
        ({"sources": []}, "say which `sources` it needs"),
        ({"unit": "money"}, "a number in money names its `currency`"),
        ({"watch": "9"}, "`watch` lies on the bad side"),
        ({"key": "new"}, "is an address of the console"),
        ({"definition": 'kind: count\nwhat: {work: "a\\0b"}\nwindow: 7 days'}, "a character in it that no text has"),
        ({"definition": "[" * 3000}, "nested too deeply"),
        ({"definition": SPEC.replace("28 days", "2026-99-99")}, "This is not YAML"),
        ({"key": "Visits Now"}, "small letters, digits and underscores"),
    ],
)
def test_a_mistake_answers_422_with_a_sentence(client_of, company, crm, changed, sentence):
    answer = client_of(company.sales).post(NEW, filled(**changed))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Metric.objects.exists()


def test_a_key_is_taken_once(client_of, company, crm):
    define("visits", crm)
    answer = client_of(company.sales).post(NEW, filled())
    assert answer.status_code == 422
    assert "There is a metric of this key already" in answer.content.decode()


def test_the_second_of_two_who_edit_one_version_loses_nothing_and_overwrites_nothing(client_of, company, crm):
    client_of(company.sales).post(NEW, filled())
    edit = reverse("signals:edit_metric", args=["visits"])
    client_of(company.marketing).post(edit, filled(target="6", opened_from=1))
    answer = client_of(company.sales).post(edit, filled(target="7", name="My visits", opened_from=1))
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert f"It was changed by {company.marketing.name} since you opened it: definition 2" in shown
    for kept in ('value="7"', 'value="My visits"', 'name="opened_from" value="2"', "From definition 1 to 2", "<ins>6</ins>"):
        assert kept in shown
    assert Metric.objects.get().name == "Visits"
    assert client_of(company.sales).post(edit, filled(target="7", opened_from=2)).status_code == 303
    assert Metric.objects.get().definition.version == 3


@pytest.mark.parametrize("words", [{"name": "Sessions"}, {"description": "Without robots."}, {"topic": "Visits"}])
def test_other_words_take_the_signatures_off_and_the_version_says_which(client_of, company, crm, words):
    client = client_of(company.sales)
    client.post(NEW, filled())
    sign_definition(definition=Definition.objects.get(), by=company.sales, at=NOW)
    client.post(reverse("signals:edit_metric", args=["visits"]), filled(opened_from=1, **words))
    latest = Metric.objects.get().definition
    assert (latest.version, latest.signed_by()) == (2, [])
    assert latest.note.startswith(f"Reworded. {next(iter(words))}: it was “")


def test_a_replaced_rule_is_not_changed_but_says_where_to_go(client_of, company, crm):
    found = define("visits", crm).metric
    Metric.objects.filter(pk=found.pk).update(replaced_by=Metric.objects.create(key="agreed", name="Agreed visits"))
    answer = client_of(company.sales).post(reverse("signals:edit_metric", args=["visits"]), filled(opened_from=1), follow=True)
    assert "change Agreed visits instead" in answer.content.decode()
    assert Definition.objects.count() == 1
