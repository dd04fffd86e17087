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
    family: list[psutil.Process] = field(default_factory=list)

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

    def ask_to_stop(self) -> None:
        """Send it its farewell, and do not wait."""
        if self.process is not None:
            self.family = descendants(self.process.pid)
            with contextlib.suppress(ProcessLookupError):
                self.process.send_signal(self.farewell)

    def stop(self) -> None:
        """Wait until it has stopped as asked, or make it; none of its descendants stays."""
        if self.process is None:
            return
        try:
            self.process.wait(self.patience)
        except subprocess.TimeoutExpired:
            say(f"did not stop within {self.patience:.0f} seconds; ending it.", name=self.name)
            self.process.kill()
            self.process.wait()
        end(self.family, patience=2.0)
        self.process, self.family = None, []


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
