"""When calendars were full: several times a person, all of them weighed for clashes."""

import csv
import io
from datetime import date
from importlib import import_module

import pytest
import time_machine
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from audits import services
from audits.asking import Status, items_of
from audits.document.word_file import docx_of
from audits.models import CalendarPeriod
from audits.report import report_of
from tests.initiatives.days import friday

pytestmark = pytest.mark.django_db
SPRINT = (date(2026, 11, 2), date(2026, 11, 6), "The sprint")
FAIR = (date(2026, 11, 16), date(2026, 11, 18), "The fair")


@pytest.fixture(autouse=True)
def on_friday():
    with time_machine.travel(friday(10), tick=False):
        yield


def asked_of(audit, head):
    return next(one for one in items_of(report_of(audit, friday(10))) if one.question == "calendar" and head in one.asked)


def full(audit, head, *periods, choice="dates", by=None, hour=10):
    item = asked_of(audit, head)
    return services.save_answer(audit=audit, item=item, choice=choice, periods=periods, by=by or head, at=friday(hour)).answer


def told(answer):
    return [period.as_told for period in answer.periods.all()]


def frozen(audit, company):
    return services.freeze_document(audit=audit, by=company.coo, at=friday(12))


def test_one_person_names_several_times_and_changes_and_removes_them(audit, company):
    answer = full(audit, company.sales, FAIR, SPRINT, FAIR)
    assert told(answer) == [SPRINT, FAIR]
    longer = (SPRINT[0], date(2026, 11, 9), "The sprint, and its end")
    answer = full(audit, company.sales, longer, FAIR, hour=11)
    assert (told(answer), answer.at) == ([longer, FAIR], friday(11))
    assert full(audit, company.sales, FAIR, longer, hour=12).at == friday(11)
    assert told(full(audit, company.sales, FAIR)) == [FAIR]
    assert told(full(audit, company.sales, FAIR, choice="none")) == []
    removed = apps.get_model("audits", "CalendarPeriodEvent").objects.filter(pgh_label="delete")
    assert set(removed.values_list("text", flat=True)) == {"The sprint, and its end", "The fair"}


def test_a_full_calendar_needs_a_time_that_runs_forwards(audit, company):
    with pytest.raises(ValidationError, match="Give at least one time"):
        full(audit, company.sales)
    with pytest.raises(ValidationError, match="comes before the first"):
        full(audit, company.sales, (FAIR[1], FAIR[0], "The fair"))
    assert not CalendarPeriod.objects.exists()
    answer = full(audit, company.sales, FAIR)
    with pytest.raises(IntegrityError), transaction.atomic():
        answer.periods.create(starts_on=FAIR[1], ends_on=FAIR[0], text="Backwards")


def test_two_who_name_other_times_differ_and_both_are_kept(audit, company):
    full(audit, company.sales, FAIR)
    full(audit, company.sales, SPRINT, by=company.coo)
    assert asked_of(audit, company.sales).status is Status.DIFFER
    rows = frozen(audit, company).content["calendars"]
    assert [(row["when"], row["by"]) for row in rows] == [
        ("2 Nov to 6 Nov", str(company.coo)),
        ("16 Nov to 18 Nov", str(company.sales)),
    ]


def test_clashes_are_computed_from_all_times_of_all_people(audit, company):
    full(audit, company.sales, FAIR, SPRINT)
    full(audit, company.marketing, (date(2026, 11, 5), date(2026, 11, 8), "Mail"), (date(2026, 11, 9), FAIR[0], "The booth"))
    content = frozen(audit, company).content
    assert content["clashes"] == [
        "The campaign of Marketing and the quota period of Sales were full at once, 5 Nov to 6 Nov.",
        "The campaign of Marketing and the quota period of Sales were full at once, 16 Nov.",
        "Positioning was offered to Ben on 2 Nov, while the quota period of Sales was full.",
    ]
    assert [row["clashes"] for row in content["calendars"]] == [
        "Sales, 5 Nov to 6 Nov",
        "Sales, 16 Nov",
        "Marketing, 5 Nov to 6 Nov",
        "Marketing, 16 Nov",
    ]


def test_days_on_which_three_calendars_were_full_are_told_once(audit, company):
    for head, first in ((company.product, 9), (company.marketing, 10), (company.sales, 11)):
        full(audit, head, (date(2026, 11, first), date(2026, 11, 12), "Full"))
    assert frozen(audit, company).content["clashes"] == [
        "The sprint of Product and the campaign of Marketing were full at once, 10 Nov.",
        "The sprint of Product, the campaign of Marketing and the quota period of Sales were full at once, 11 Nov to 12 Nov.",
    ]


def test_the_page_the_file_and_the_paper_say_the_same(audit, company, client_of):
    full(audit, company.sales, FAIR, SPRINT)
    document = frozen(audit, company)
    arguments = [audit.pk, document.revision]
    client = client_of(company.member)
    body = b"".join(client.get(reverse("audits:calendars", args=arguments)).streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(body)))
    assert [(row["First day"], row["What filled it"]) for row in rows] == [
        ("2026-11-02", "The sprint"),
        ("2026-11-16", "The fair"),
    ]
    page = client.get(reverse("audits:document", args=[audit.pk])).text
    assert "16 Nov to 18 Nov" in page
    assert reverse("audits:calendars", args=arguments) in page
    assert docx_of(document)[:2] == b"PK"


def test_a_new_time_is_among_what_changed(audit, company):
    full(audit, company.sales, SPRINT)
    frozen(audit, company)
    full(audit, company.sales, SPRINT, FAIR, hour=13)
    later = services.freeze_document(audit=audit, by=company.coo, at=friday(14))
    assert later.content["changes"] == ["New in the calendars: Sales, quota period full 16 Nov to 18 Nov: The fair."]


def test_a_name_and_dates_that_the_choice_does_not_need_are_left_out(audit, ada, ben):
    item = next(one for one in items_of(report_of(audit, friday(10))) if one.question == "held")
    given = {"holder": ada, "starts_on": SPRINT[0], "ends_on": SPRINT[1]}
    answer = services.save_answer(audit=audit, item=item, choice="as_shown", by=ben, at=friday(10), **given).answer
    assert (answer.holder, answer.starts_on, answer.ends_on) == (None, None, None)


def test_an_answer_from_before_keeps_its_one_time(audit, company):
    answer = full(audit, company.sales, FAIR)
    answer.periods.all().delete()
    dates = {"starts_on": SPRINT[0], "ends_on": SPRINT[1]}
    audit.answers.filter(pk=answer.pk).update(text=SPRINT[2], **dates)
    import_module("audits.migrations.0005_periods_of_answers").to_periods(apps, None)
    [kept] = audit.answers.all()
    assert (told(kept), kept.starts_on, kept.text, kept.at) == ([SPRINT], None, "", answer.at)
