"""Processes of a supervisor that was killed: recognised by a mark in their environment that names this checkout."""

import contextlib
import os

import psutil

from revenue_arc.embedded.paths import CHECKOUT
from revenue_arc.supervisor.child import end

MARK = "REVENUE_ARC_RUN_OF"


def mark() -> dict[str, str]:
    """What a child's environment says about whose child it is; its own children inherit it."""
    return {MARK: str(CHECKOUT)}


def find() -> list[psutil.Process]:
    """Every process with this checkout's mark, but for this one and those it descends from."""
    own = {os.getpid(), *(parent.pid for parent in psutil.Process().parents())}
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if process.pid not in own and process.environ().get(MARK) == str(CHECKOUT):
                found.append(process)
    return found


def end_leftovers() -> int:
    """End them; return how many there were."""
    processes = find()
    end(processes, patience=3.0)
    return len(processes)
