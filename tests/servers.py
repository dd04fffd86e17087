"""The suite's own servers: started once by the process that runs pytest, inherited by its workers."""

import atexit
import os
import signal
import sys
from pathlib import Path

import pytest

from revenue_arc.embedded import postgres, redis
from revenue_arc.embedded.paths import places

if sys.dont_write_bytecode:  # rewriting every assertion anew costs seconds a run: keep the results, but out of the tree
    sys.dont_write_bytecode = False
    sys.pycache_prefix = str(Path(__file__).resolve().parents[1] / "var" / "bytecode")

_started = []
_at = places(f"test-{os.getpid()}")


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests():
    """Start PostgreSQL and Redis unless their addresses are given (by a user, or by the process that started this one)."""
    if "DATABASE_URL" not in os.environ:
        _started.append(postgres.start(_at, durable=False))
        os.environ["DATABASE_URL"] = _at.database_url
    if "REDIS_URL" not in os.environ:
        _started.append(redis.start(_at, durable=False))
        os.environ["REDIS_URL"] = _at.redis_url
    if worker := os.environ.get("PYTEST_XDIST_WORKER"):  # gw0, gw1, …: each has a database of its own in the one Redis
        os.environ["REDIS_URL"] = os.environ["REDIS_URL"].replace("?db=0", f"?db={int(worker.removeprefix('gw')) + 1}")


def pytest_unconfigure():
    """Stop what was started, and leave no file."""
    for process in _started:
        process.send_signal(signal.SIGINT)
    for process in _started:
        process.wait(timeout=30)
    if _started:
        _at.remove()
        _started.clear()


atexit.register(pytest_unconfigure)  # pytest does not call it when a plugin or a setting fails to load
