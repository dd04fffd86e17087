"""A worker that beats."""

import contextlib

import pytest
from celery.contrib.testing.worker import start_worker

from revenue_arc import heartbeat
from revenue_arc.celery import app


@pytest.fixture
def broker():
    with heartbeat.connect() as client:
        client.delete(heartbeat.WORKERS)
        yield client
        client.delete(heartbeat.WORKERS)


def test_a_worker_is_heard_of_from_its_start_until_its_end(broker):
    with start_worker(app, perform_ping_check=False, pool="solo"):
        assert len(heartbeat.living(broker)) == 1
    assert heartbeat.living(broker) == []


def test_workers_that_were_silent_for_long_are_forgotten(broker):
    heartbeat.beat(broker, "old@host")
    broker.zincrby(heartbeat.WORKERS, -20 * heartbeat.GONE_AFTER, "old@host")
    heartbeat.beat(broker, "new@host")
    assert broker.zrange(heartbeat.WORKERS, 0, -1) == [b"new@host"]


def test_beat_is_heard_of_whenever_it_looks_at_the_clock(broker, tmp_path):
    scheduler = heartbeat.BeatingScheduler(app, schedule_filename=str(tmp_path / "schedule"))
    with contextlib.closing(scheduler):
        assert scheduler.tick() <= heartbeat.EVERY
        assert heartbeat.living(broker, kind=heartbeat.BEATS) == [scheduler.host]
