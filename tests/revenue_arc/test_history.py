"""The history: who changed what, old and new; written by the database and never rewritten."""

from datetime import UTC, datetime

import pghistory.core
import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.template.loader import render_to_string

from people.models import Person, Seat
from revenue_arc.celery import app
from revenue_arc.history import changes_of, recorded_command
from revenue_arc.history.words import SECRETS
from signals.models import Source

pytestmark = pytest.mark.django_db

CHANGED = {"time_zone": "Asia/Tokyo", "single_keys": "on", "mail_now": "on", "mail_digest": "on"}


def test_an_update_shows_the_old_and_the_new_value_of_each_field(person):
    ada = person("Ada Byron")
    ada.time_zone, ada.single_keys = "Europe/Berlin", False
    ada.save()
    update, created = changes_of(ada)
    assert (update.deed, update.kind, update.subject, update.who) == ("changed", "person", "Ada Byron", "The console")
    assert [(field.label, field.was, field.now) for field in update.fields] == [
        ("time zone", "UTC", "Europe/Berlin"),
        ("single-key shortcuts", "yes", "no"),
    ]
    assert created.deed == "created"
    assert ("email", "", "ada@example.com") in [(field.label, field.was, field.now) for field in created.fields]


def test_keys_choices_and_periods_are_shown_in_words(person):
    ada = person("Ada Byron")
    seat = Seat.objects.create(person=ada, role="head", function="sales", period=(datetime(2026, 1, 5, tzinfo=UTC), None))
    (created,) = changes_of(seat)
    assert {field.label: field.now for field in created.fields} == {
        "person": "Ada Byron",
        "role": "Head",
        "function": "Sales",
        "period": "from 5 Jan 2026, 00:00",
    }


def test_what_stands_in_a_header_or_under_a_secrets_name_is_not_shown(db):
    settings = {"base_url": "https://crm.example.com", "headers": {"X-Key": "hunter2"}, "params": [{"api_key": "hunter3"}]}
    source = Source.objects.create(name="CRM", kind="rest", settings=settings)
    shown = {field.label: field.now for field in changes_of(source)[0].fields}
    assert shown["settings"] == '{"base_url": "https://crm.example.com", "headers": "•••", "params": [{"api_key": "•••"}]}'


def test_a_deletion_leaves_its_event(person):
    ada = person("Ada Byron", role="member", function="sales")
    seat = ada.seats.get()
    key = seat.pk
    seat.delete()
    seat.pk = key
    assert [change.deed for change in changes_of(seat)] == ["deleted", "created"]


def test_the_author_is_the_one_who_is_signed_in(company, client_of):
    client_of(company.member).post("/account/", CHANGED)
    newest = changes_of(company.member)[0]
    assert (newest.who, newest.means) == ("Noor Haddad", "")
    assert [(field.was, field.now) for field in newest.fields] == [("UTC", "Asia/Tokyo")]


def test_a_command_and_a_task_are_named_as_authors(person):
    recorded_command(lambda argv: person("Ada Byron"), ["manage.py", "sources", "apply"])
    assert changes_of(Person.objects.get())[0].means == "command sources"

    @app.task(name="people.tasks.rename")
    def rename(key):
        Person.objects.filter(pk=key).update(name="Ada Lovelace")

    rename(Person.objects.get().pk)
    assert changes_of(Person.objects.get())[0].means == "task rename"
    app.tasks.unregister("people.tasks.rename")


def test_the_number_of_queries_does_not_grow_with_the_events(person, django_assert_num_queries):
    people = [person(f"Ada{number} Byron", role="member", function="sales") for number in range(12)]
    with django_assert_num_queries(2):
        assert len(changes_of(people[0].seats.all())) == 1
    with django_assert_num_queries(2):
        assert len(changes_of(Seat.objects.all())) == 12
    with django_assert_num_queries(3):
        assert len(changes_of(people[0], Seat.objects.all(), limit=50)) == 13


def test_only_the_newest_are_shown_and_each_knows_what_came_before(person):
    ada = person("Ada Byron")
    for number in range(30):
        Person.objects.filter(pk=ada.pk).update(name=f"Ada {number}")
    changes = changes_of(ada, limit=5)
    assert [change.fields[0].was for change in changes] == ["Ada 28", "Ada 27", "Ada 26", "Ada 25", "Ada 24"]


@pytest.mark.parametrize("statement", ["UPDATE people_personevent SET name = 'x'", "DELETE FROM people_personevent"])
def test_the_database_refuses_to_rewrite_history(person, statement):
    ada = person("Ada Byron")
    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert len(changes_of(ada)) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM pghistory_context",
        """UPDATE pghistory_context SET metadata = '{"user": 1}' WHERE metadata->>'user' IS NOT NULL""",
        """UPDATE pghistory_context SET metadata = '{}' WHERE metadata->>'user' IS NOT NULL""",
    ],
)
def test_the_database_refuses_to_rewrite_who_it_was(company, client_of, statement):
    client_of(company.member).post("/account/", CHANGED)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert changes_of(company.member)[0].who == "Noor Haddad"


def test_every_event_table_is_append_only_and_holds_no_secret():
    for table in pghistory.core.event_models():
        assert "append_only" in {trigger.name for trigger in table._meta.triggers}, table
        named = {field.name for field in table._meta.fields if any(word in field.name for word in SECRETS)}
        named -= {"mail_digest"}  # whether a person wants the daily e-mail of that name
        assert not named, f"{table.__name__} keeps {named}: exclude it in @pghistory.track()"


def test_the_component_tells_the_change_in_a_closed_section(person):
    ada = person("Ada Byron")
    Person.objects.filter(pk=ada.pk).update(name="Ada <b>")
    page = render_to_string("components/history.html", {"changes": changes_of(ada)})
    assert "<details" in page
    assert "<del>Ada Byron</del>" in page
    assert "<ins>Ada &lt;b&gt;</ins>" in page
    assert "Nothing has been recorded" in render_to_string("components/history.html", {"changes": []})
