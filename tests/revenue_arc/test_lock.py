"""What keeps the console from starting."""

import os
import socket

import pytest

from revenue_arc.supervisor.lock import RefusedError, check_port, read_port, take


def test_a_checkout_runs_once(tmp_path):
    with take(tmp_path / "run.lock", "http://127.0.0.1:8000/"):
        sentence = f"runs already: process {os.getpid()}, http://127.0.0.1:8000/. Stop that one first"
        with pytest.raises(RefusedError, match=sentence):
            take(tmp_path / "run.lock", "http://127.0.0.1:8001/")
    with take(tmp_path / "run.lock", "http://127.0.0.1:8001/") as file:
        assert file.name.endswith("run.lock")


def test_a_taken_port_gets_a_sentence():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(RefusedError, match=f"Port {port} is taken by another program"):
            check_port("127.0.0.1", port)


@pytest.mark.parametrize("text", ["", "zero", "0", "65536", "-1", "80.0"])
def test_a_port_is_a_number(text):
    with pytest.raises(RefusedError, match="PORT must be a number"):
        read_port(text)


def test_a_free_port_is_fine():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    check_port("127.0.0.1", port)
    assert read_port(f"{port}") == port
