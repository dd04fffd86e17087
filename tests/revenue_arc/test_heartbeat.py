"""A worker that beats."""

import pytest
from celery.contrib.testing.worker import start_worker

from revenue_arc import heartbeat
from revenue_arc.celery import app


@pytest.fixture
def broker():
    with heartbeat.connect() as client:
        client.delete(heartbeat.KEY)
        yield client
        client.delete(heartbeat.KEY)


def test_a_worker_is_heard_of_from_its_start_until_its_end(broker):
    with start_worker(app, perform_ping_check=False, pool="solo"):
        assert heartbeat.living_workers(broker) == 1
    assert heartbeat.living_workers(broker) == 0


def test_workers_that_were_silent_for_long_are_forgotten(broker):
    heartbeat.beat(broker, "old@host")
    broker.zincrby(heartbeat.KEY, -20 * heartbeat.GONE_AFTER, "old@host")
    heartbeat.beat(broker, "new@host")
    assert broker.zrange(heartbeat.KEY, 0, -1) == [b"new@host"]
