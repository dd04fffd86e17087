"""`make run`, really: in a copy of the checkout, on a free port, without the sample company."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import psutil
import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
NOT_COPIED = shutil.ignore_patterns(".git", ".venv", "node_modules", "var", "staticfiles", ".*_cache")
GIVEN = {"DATABASE_URL", "REDIS_URL", "ARC_SECRET_KEY", "DJANGO_SETTINGS_MODULE", "PYTHONDONTWRITEBYTECODE"}


@pytest.fixture
def checkout(tmp_path):
    """A copy of the checkout, deep enough that a socket's path in it would be too long."""
    copy = tmp_path / ("a folder with a long name, " * 4) / "checkout"
    shutil.copytree(CHECKOUT, copy, ignore=NOT_COPIED)
    (copy / "node_modules").symlink_to(CHECKOUT / "node_modules")
    return copy


@pytest.fixture
def port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@pytest.fixture
def console(checkout, port):
    """A factory that starts the supervisor; whatever happens, nothing of it stays."""
    environment = {name: value for name, value in os.environ.items() if name not in GIVEN}
    environment |= {"PORT": f"{port}", "ARC_SAMPLE_COMPANY": "0"}
    command = [sys.executable, "-m", "revenue_arc.supervisor"]
    started = []

    def start():
        log = (checkout / "log.txt").open("w")
        with log:
            started.append(subprocess.Popen(command, cwd=checkout, env=environment, stdout=log, stderr=log))
        return started[-1]

    yield start
    for process in started:
        if process.poll() is None:
            process.terminate()
            process.wait(60)
    for process in of_the_checkout(checkout):
        process.kill()
    subprocess.run([*command, "--reset"], cwd=checkout, env=environment, check=True, capture_output=True)


def of_the_checkout(checkout):
    """Every process that works in the copy, or whose data is the copy's."""
    places = subprocess.run(
        [sys.executable, "-c", "from revenue_arc.embedded.paths import places; print(places().data)"],
        cwd=checkout, check=True, capture_output=True, text=True,
    )  # fmt: skip
    found = []
    for process in psutil.process_iter():
        try:
            folder = Path(process.cwd())
        except (psutil.Error, OSError):
            continue
        if folder.is_relative_to(checkout) or folder.is_relative_to(places.stdout.strip()):
            found.append(process)
    return found


def wait_until_ready(process, port, checkout):
    """What /readyz says once the console has said that it runs; what it printed, when it does not come to that."""
    log, end = checkout / "log.txt", time.monotonic() + 120
    while "Revenue Arc runs at" not in log.read_text():
        if time.monotonic() > end or process.poll() is not None:
            return log.read_text()
        time.sleep(0.1)
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz") as answer:
        return json.load(answer)


def test_it_starts_recovers_from_being_killed_and_leaves_no_process(console, checkout, port):
    first = console()
    assert wait_until_ready(first, port, checkout) == {"ready": True, "reasons": {}}
    assert (checkout / "var" / "secret_key").stat().st_mode & 0o777 == 0o600

    first.kill()
    first.wait()
    assert of_the_checkout(checkout)

    second = console()
    assert wait_until_ready(second, port, checkout) == {"ready": True, "reasons": {}}
    assert "that an earlier run had left" in (checkout / "log.txt").read_text()

    second.send_signal(signal.SIGTERM)
    assert second.wait(60) == 0
    assert of_the_checkout(checkout) == []
    assert (checkout / "log.txt").read_text().rstrip().endswith("Stopped.")
