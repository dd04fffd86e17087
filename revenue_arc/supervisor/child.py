"""One process under the supervisor: started, watched, started again when it dies, stopped with all its descendants."""

import contextlib
import signal
import subprocess
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

import psutil

from revenue_arc.supervisor.console import pump, say

RESTARTS, WITHIN = 5, 120.0


class KeepsDyingError(Exception):
    """A child died too often within a short time."""


@dataclass
class Child:
    """One process.

    `launch` starts and returns it; `farewell` is the signal that asks it to stop; `patience`, in seconds, how long it may take.
    """

    name: str
    launch: Callable[[], subprocess.Popen]
    farewell: signal.Signals = signal.SIGTERM
    patience: float = 10.0
    process: subprocess.Popen | None = None
    deaths: deque[float] = field(default_factory=deque)

    def start(self) -> None:
        """Start it, and print what it says."""
        self.process = self.launch()
        if self.process.stdout is not None:
            pump(self.process.stdout, self.name)

    def watch(self) -> None:
        """Start it again if it died. Raises KeepsDyingError after `RESTARTS` deaths within `WITHIN` seconds."""
        if self.process is None or self.process.poll() is None:
            return
        now = time.monotonic()
        self.deaths.append(now)
        while now - self.deaths[0] > WITHIN:
            self.deaths.popleft()
        if len(self.deaths) > RESTARTS:
            raise KeepsDyingError(f"“{self.name}” dies again and again: see its last lines above.")
        say(f"ended with status {self.process.returncode}; starting it again.", name=self.name)
        self.start()

    def stop(self) -> None:
        """Ask it to stop, then make it; none of its descendants stays."""
        if self.process is None:
            return
        family = descendants(self.process.pid)
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(self.farewell)
        try:
            self.process.wait(self.patience)
        except subprocess.TimeoutExpired:
            say(f"did not stop within {self.patience:.0f} seconds; ending it.", name=self.name)
            self.process.kill()
            self.process.wait()
        end(family, patience=2.0)
        self.process = None


def descendants(pid: int) -> list[psutil.Process]:
    """Children of `pid`, their children, and so on."""
    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def end(processes: list[psutil.Process], *, patience: float) -> None:
    """Ask processes to stop; after `patience` seconds make them."""
    for act in (psutil.Process.terminate, psutil.Process.kill):
        _, processes = psutil.wait_procs(processes, timeout=0)
        for process in processes:
            with contextlib.suppress(psutil.NoSuchProcess):
                act(process)
        _, processes = psutil.wait_procs(processes, timeout=patience)
