"""A process under the supervisor."""

import subprocess
import sys
import time

import psutil
import pytest

from revenue_arc.supervisor.child import RESTARTS, Child, KeepsDyingError
from revenue_arc.supervisor.console import WIDTH

STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(600)"
PARENT = f"import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', {STUBBORN!r}]); time.sleep(600)"


def python(code):
    return lambda: subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)


def until(condition, patience=10):
    end = time.monotonic() + patience
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    assert condition()


def test_it_is_started_again_when_it_dies(capsys):
    child = Child("short", python("print('hello')"))
    child.start()
    first = child.process
    first.wait()
    child.watch()
    assert child.process is not first
    child.ask_to_stop()
    child.stop()
    assert f"{'short':<{WIDTH}}│ ended with status 0; starting it again." in capsys.readouterr().out


def test_one_that_dies_again_and_again_is_given_up():
    child = Child("broken", python("raise SystemExit(3)"))
    child.start()
    with pytest.raises(KeepsDyingError, match="“broken” dies again and again"):  # noqa: PT012
        for _ in range(RESTARTS + 1):
            child.process.wait()
            child.watch()
    assert len(child.deaths) == RESTARTS + 1


def test_one_that_will_not_stop_is_ended_and_its_descendants_with_it(capsys):
    child = Child("parent", python(PARENT), patience=0.2)
    child.start()
    parent = psutil.Process(child.process.pid)
    said = []
    try:
        until(lambda: said.append(capsys.readouterr().out) or f"{'parent':<{WIDTH}}│ up" in "".join(said))
        family = [parent, *parent.children(recursive=True)]
    finally:
        child.ask_to_stop()
        child.stop()
    assert len(family) == 2
    assert not any(process.is_running() for process in family)
