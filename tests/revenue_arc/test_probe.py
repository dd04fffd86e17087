"""The health checks of containers."""

import socket

import pytest

from revenue_arc import heartbeat, probe


@pytest.fixture
def broker():
    with heartbeat.connect() as client:
        client.delete(heartbeat.WORKERS, heartbeat.BEATS)
        yield client
        client.delete(heartbeat.WORKERS, heartbeat.BEATS)


def test_an_address_that_answers_is_well(httpserver):
    httpserver.expect_request("/healthz").respond_with_data("ok")
    assert probe.main(httpserver.url_for("/healthz")) == ""


def test_an_address_that_is_not_ready_says_why(httpserver):
    httpserver.expect_request("/readyz").respond_with_data('{"ready": false}', status=503)
    assert probe.main(httpserver.url_for("/readyz")) == '{"ready": false}'


def test_nobody_there_is_said_so():
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}/healthz"
    assert "does not answer" in probe.main(address)


@pytest.mark.parametrize(("kind", "name", "key"), [("worker", "celery", heartbeat.WORKERS), ("beat", "beat", heartbeat.BEATS)])
def test_this_machines_worker_and_beat_are_asked_for_by_name(broker, kind, name, key):
    heartbeat.beat(broker, f"{name}@elsewhere", kind=key)
    assert "has not been heard of lately" in probe.main(kind)
    heartbeat.beat(broker, f"{name}@{socket.gethostname()}", kind=key)
    assert probe.main(kind) == ""
