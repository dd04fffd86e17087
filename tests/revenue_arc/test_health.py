"""GET /healthz and GET /readyz."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from revenue_arc import health, heartbeat


@pytest.fixture
def broker(settings):
    """The suite's own Redis, with no worker known."""
    with heartbeat.connect() as client:
        client.delete(heartbeat.WORKERS)
        yield client
        client.delete(heartbeat.WORKERS)


@pytest.fixture
def no_database(django_db_blocker, monkeypatch):
    """A database server that is not there."""
    with django_db_blocker.unblock():
        connection.close()
        monkeypatch.setitem(connection.settings_dict, "PORT", "1")
        yield
        connection.close()


def ready():
    response = Client().get("/readyz")
    return response.status_code, response.json()["reasons"]


def test_the_process_is_up_whatever_else_is_down(no_database, settings):
    settings.REDIS_URL = "unix:///nowhere/redis.sock"
    response = Client(headers={"host": "anything.example"}).get("/healthz")
    assert (response.status_code, response.content, response["Cache-Control"]) == (200, b"ok", "no-store")


def test_neither_address_needs_https_a_session_or_a_known_host(settings, db, broker):
    settings.SECURE_SSL_REDIRECT = True
    heartbeat.beat(broker, "one@host")
    client = Client(headers={"host": "10.0.0.7"})
    assert [client.get(address).status_code for address in ("/healthz", "/readyz")] == [200, 200]


def test_ready_when_database_broker_worker_and_migrations_are(db, broker):
    heartbeat.beat(broker, "one@host")
    assert ready() == (200, {})


def test_without_a_database_it_is_not_ready_and_says_so(no_database, broker):
    heartbeat.beat(broker, "one@host")
    status, reasons = ready()
    assert status == 503
    assert reasons.keys() == {"database", "migrations"}
    assert reasons["database"] == "The database does not answer."


def test_without_a_broker_it_is_not_ready_and_says_so(db, settings):
    settings.REDIS_URL = "unix:///nowhere/redis.sock"
    status, reasons = ready()
    assert status == 503
    assert reasons.keys() == {"broker", "worker"}
    assert reasons["broker"] == "The broker (Redis) does not answer."


def test_without_a_worker_it_is_not_ready_and_says_so(db, broker):
    assert ready() == (503, {"worker": "No Celery worker has been heard of for 30 seconds."})


def test_a_worker_that_fell_silent_does_not_count(db, broker):
    heartbeat.beat(broker, "one@host")
    broker.zincrby(heartbeat.WORKERS, -heartbeat.GONE_AFTER - 1, "one@host")
    assert ready()[0] == 503


def test_a_migration_that_is_not_applied_is_named(db, broker):
    heartbeat.beat(broker, "one@host")
    MigrationRecorder(connection).record_unapplied("people", "0001_initial")
    status, reasons = ready()
    assert status == 503
    assert reasons == {"migrations": "1 migrations are not applied, the first is people.0001_initial: run `migrate`."}


def test_only_get_and_head_are_answered():
    assert [Client().post(address).status_code for address in ("/healthz", "/readyz")] == [405, 405]


def test_every_migration_on_disk_is_asked_for(db):
    call_command("migrate", check_unapplied=True, verbosity=0)
    assert ("people", "0001_initial") in health._migrations()


def test_that_it_is_not_ready_yet_is_told_to_the_probe_and_not_logged_as_an_error(db, broker, caplog, settings):
    ready()
    Client().get("/nowhere")
    is_logged = settings.LOGGING["filters"]["not_a_probe"]["callback"]
    told = [(record.status_code, is_logged(record)) for record in caplog.records if record.name == "django.request"]
    assert told == [(503, False), (404, True)]
