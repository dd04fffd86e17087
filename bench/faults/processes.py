"""What the loop runs and kills: PostgreSQL, Redis, two Celery workers and beat, each in a folder of the loop's own."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import psutil

from revenue_arc.embedded import leftovers, postgres, redis
from revenue_arc.embedded.paths import CHECKOUT, Places

WORKERS = ("worker 1", "worker 2")
VICTIMS = (
    "worker",
    "worker",
    "task",
    "task",
    "mapper",
    "mapper",
    "PostgreSQL",
    "PostgreSQL",
    "a backend",
    "Redis",
    "Redis",
    "beat",
)
CELERY = [sys.executable, "-m", "celery", "--quiet", "-A", "revenue_arc"]


class Running:
    """The processes of one loop. Only what it started is ever killed."""

    def __init__(self, at: Places, pick: Random):
        self.at, self.pick = at, pick
        self.log = at.data / "workers.log"
        self.processes: dict[str, subprocess.Popen] = {}
        self.orphans: list[psutil.Process] = []
        self.launch: dict[str, Callable[[], subprocess.Popen]] = {
            "PostgreSQL": lambda: postgres.start(at),
            "Redis": lambda: redis.start(at, durable=False),
            **{name: lambda name=name: self.worker(f"{name.replace(' ', '')}@%h") for name in WORKERS},  # type: ignore[misc]
            "beat": self._beat,
        }

    def start(self, *names: str) -> None:
        """Start these, and wait until servers answer."""
        for name in names:
            self.processes[name] = self.launch[name]()

    def worker(self, node: str, **environment: str) -> subprocess.Popen:
        """Start a worker of one task at a time under that name."""
        which = ["worker", "--queues=fresh,backfill", "--concurrency=1", "--loglevel=WARNING", "-n", node]
        return self._celery(*which, "--without-gossip", "--without-mingle", **environment)

    def _beat(self) -> subprocess.Popen:
        for kept in self.at.data.glob("celerybeat-schedule*"):  # a killed beat may leave half of it
            kept.unlink()
        return self._celery("beat", "--loglevel=WARNING", "--pidfile=")

    def _celery(self, *arguments: str, **environment: str) -> subprocess.Popen:
        with self.log.open("ab") as out:
            return subprocess.Popen(
                [*CELERY, *arguments],
                cwd=CHECKOUT,
                env=os.environ | {"PYTHONWARNINGS": "ignore:::celery.platforms"} | environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )

    def end(self, name: str) -> None:
        """Kill one with -9, with all its children, and leave it dead, as a machine that is switched off."""
        process = self.processes.pop(name)
        for member in [psutil.Process(process.pid), *descendants(process.pid)]:
            _killed(member)
        process.wait()

    def kill(self, what: str) -> str:
        """Kill a victim of that kind with -9 and start it again, as a supervisor would; what it was, if there was one."""
        if what == "PostgreSQL":
            return self._kill_whole(what, with_children=True)
        if what in ("Redis", "beat"):
            return self._kill_whole(what, with_children=False)
        worker = self.pick.choice(WORKERS)
        if what == "worker":
            return self._kill_whole(worker, with_children=False)
        found = self._backends() if what == "a backend" else self._below(mapper=what == "mapper")
        return f"{what} {_killed(self.pick.choice(found))}" if found else ""

    def _kill_whole(self, name: str, *, with_children: bool) -> str:
        process = self.processes[name]
        family = descendants(process.pid)
        process.kill()
        process.wait()
        if with_children:
            for child in family:
                _killed(child)
            psutil.wait_procs(family, timeout=10)
        else:
            self.orphans += family  # they end by themselves, or go on with what they had begun
        time.sleep(self.pick.uniform(0, 0.5))
        self.start(name)
        return name

    def _below(self, *, mapper: bool) -> list[psutil.Process]:
        """The processes in which workers run tasks, or those that prepare pages for them."""
        found = [child for name in WORKERS for child in descendants(self.processes[name].pid)]
        return [child for child in found if ("loading.mapper" in " ".join(_command(child))) is mapper]

    def _backends(self) -> list[psutil.Process]:
        return [child for child in descendants(self.processes["PostgreSQL"].pid) if "revenue_arc" in " ".join(_command(child))]

    def stop(self) -> None:
        """End everything, and leave no file."""
        family = [child for process in self.processes.values() for child in descendants(process.pid)]
        for name in ("beat", *WORKERS):
            if name in self.processes:
                self.processes[name].kill()
        for child in [*self.orphans, *family]:
            if "postgres" not in _name(child):
                _killed(child)
        for name, farewell in (("Redis", signal.SIGTERM), ("PostgreSQL", signal.SIGINT)):
            if name in self.processes:
                self.processes[name].send_signal(farewell)
        for process in self.processes.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=30)
        leftovers.end(self.at)

    def forget(self) -> None:
        """Delete the folder."""
        self.at.remove()

    def keep_log(self, into: Path) -> Path:
        """Keep what the workers said."""
        into.mkdir(parents=True, exist_ok=True)
        return Path(shutil.copy(self.log, into / "faults-workers.log"))


def descendants(pid: int) -> list[psutil.Process]:
    """Its children, their children, and so on; none where it has ended."""
    with contextlib.suppress(psutil.NoSuchProcess):
        return psutil.Process(pid).children(recursive=True)
    return []


def _command(process: psutil.Process) -> list[str]:
    with contextlib.suppress(psutil.Error):
        return process.cmdline()
    return []


def _name(process: psutil.Process) -> str:
    with contextlib.suppress(psutil.Error):
        return process.name()
    return ""


def _killed(process: psutil.Process) -> int:
    with contextlib.suppress(psutil.NoSuchProcess):
        process.kill()
    return process.pid
