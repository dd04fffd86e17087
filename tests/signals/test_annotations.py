"""What happened beside a trend: launches, changed definitions, outages."""

from datetime import timedelta

import pytest

from initiatives.models import Initiative
from signals.annotations import Annotation, annotations_of
from signals.charts import marks, spark, trend
from signals.models import Pull, Source
from signals.recompute import recompute
from signals.shown import shown_under
from tests.signals.metrics import VISITS, define
from tests.signals.rows import NOW, a_signal, a_source, day, roll_up

pytestmark = pytest.mark.django_db
SINCE = day(80).date()


def told(definition):
    return [
        (note.kind, note.day, note.until, note.words) for note in annotations_of([definition], SINCE, NOW)[definition.metric_id]
    ]


def a_failure(source, back):
    Pull.objects.create(source=source, state="failed", due_at=day(back), finished_at=day(back), error="It was away.")


def test_failed_pulls_on_neighbouring_days_are_one_outage():
    crm, other = a_source(), a_source("Other")
    for back in (20, 19, 19, 5):
        a_failure(crm, back)
    a_failure(other, 7)
    assert told(define("visits", crm)) == [
        ("outage", day(20).date(), day(19).date(), "CRM could not be pulled: 3 failed pulls"),
        ("outage", day(5).date(), day(5).date(), "CRM could not be pulled: 1 failed pull"),
    ]


def test_a_quiet_source_is_an_outage_from_when_its_data_ends():
    crm = a_source(pulled=day(9))
    assert told(define("visits", crm)) == [
        ("outage", day(9).date(), NOW.date(), "CRM is quiet: nothing after 11 Nov"),
    ]


def test_a_change_of_the_definition_and_a_launch_are_told_in_their_order(launch):
    crm = a_source()
    define("visits", crm, at=day(70))
    changed = define("visits", crm, at=day(30), definition={**VISITS, "window": "60 days"})
    Initiative.objects.filter(pk=launch.pk).update(scope_locked_at=day(60), scope_fingerprint="0" * 64, in_market_at=day(10))
    assert [(kind, on) for kind, on, _, _ in told(changed)] == [("definition", day(30).date()), ("launch", day(10).date())]


@pytest.fixture
def launch(company):
    return Initiative.objects.create(
        name="Atlas",
        slug="atlas",
        created_by=company.ceo,
        revenue_target=1,
        currency="USD",
        planned_in_market_on=NOW.date(),
        revenue_due=NOW.date(),
    )


def test_every_trend_bears_them():
    crm = a_source()
    for back in (1, 9, 30, 50):
        a_signal(crm, "visit", day(back))
    roll_up()
    for back in (40, 20, 19):
        a_failure(crm, back)
    definition = define("visits", crm)
    recompute(definition, NOW)
    reading = shown_under(definition, NOW)
    notes = annotations_of([definition], SINCE, NOW)[definition.metric_id]
    figure = trend(reading, None, notes)
    assert [(shape["type"], shape["name"]) for shape in figure["layout"]["shapes"]] == [
        ("line", "note outage"),
        ("rect", "note outage"),
    ]
    assert [note["text"] for note in figure["layout"]["annotations"]] == ["1", "2"]
    drawn = spark(reading.series, None, notes)["notes"]
    assert [mark["note"].day for mark in drawn] == [day(40).date(), day(20).date()]
    assert 0 < drawn[0]["x"] < drawn[1]["x"] < 100


def test_a_mark_stands_where_its_day_lies_among_the_weeks():
    weeks = [{"week": f"2026-09-{number:02d}", "value": "1"} for number in (7, 14, 21, 28)]
    notes = annotations_of([define("visits", a_source())], SINCE, NOW)
    assert list(notes.values()) == [[]]
    assert marks(weeks, []) == []


def test_the_queries_do_not_grow_with_metrics_and_sources(django_assert_num_queries):
    def of(number):
        sources = [a_source(f"Source {number} {each}") for each in range(number)]
        made = [define(f"m{number}_{each}", *sources) for each in range(number)]
        for source in sources:
            Source.objects.filter(pk=source.pk).update(last_success_at=NOW - timedelta(days=3))
        return made

    for number in (2, 8):
        made = list(type(of(1)[0]).objects.filter(pk__in=[each.pk for each in of(number)]).prefetch_related("sources"))
        with django_assert_num_queries(3):
            annotations_of(made, SINCE, NOW)
        type(made[0]).objects.all().delete()
        Source.objects.all().delete()


def test_what_happened_on_one_day_bears_all_its_numbers_in_one_place():
    crm = a_source()
    a_signal(crm, "visit", day(3))
    roll_up()
    definition = define("visits", crm)
    recompute(definition, NOW)
    told = [("launch", 9, "Atlas"), ("outage", 9, "CRM was away"), ("outage", 4, "CRM was quiet")]
    notes = [Annotation(kind, day(back).date(), words) for kind, back, words in told]
    figure = trend(shown_under(definition, NOW), None, notes)
    drawn = [(note["text"], note["hovertext"]) for note in figure["layout"]["annotations"]]
    assert drawn == [("1, 2", "Atlas; CRM was away"), ("3", "CRM was quiet")]
