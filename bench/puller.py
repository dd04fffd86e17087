"""One pull in a process of its own, as a worker would run it: prints its seconds, its counts and its peak memory as JSON.

The memory is that of the puller and of the process that prepares its pages, each at its own peak, added up (Linux's VmHWM;
elsewhere the largest resident size that was seen).
"""

import contextlib
import json
import sys
import threading
import time
from pathlib import Path

import django
import psutil

EVERY = 0.1


class Memory:
    """Watches the memory of this process and of its children."""

    def __init__(self) -> None:
        self.peaks: dict[int, float] = {}
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "Memory":
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._look()
        self.ended.set()
        self.thread.join()

    @property
    def peak(self) -> float:
        """Megabytes."""
        return sum(self.peaks.values())

    def _watch(self) -> None:
        while not self.ended.wait(EVERY):
            self._look()

    def _look(self) -> None:
        here = psutil.Process()
        for process in [here, *here.children()]:
            with contextlib.suppress(psutil.Error, OSError):
                self.peaks[process.pid] = max(self.peaks.get(process.pid, 0), _megabytes(process))


def _megabytes(process: psutil.Process) -> float:
    status = Path(f"/proc/{process.pid}/status")
    if not status.exists():
        return process.memory_info().rss / 2**20
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def main() -> None:
    """Pull the source named on the command line."""
    django.setup()
    from django.utils import timezone

    from signals import pulls
    from signals.models import Source

    source = Source.objects.get(name=sys.argv[1])
    start = time.perf_counter()
    with Memory() as memory:
        claimed = pulls.claim(pulls.open_pull(source, timezone.now()).pk, timezone.now())
        done = pulls.pull(claimed)
        seconds = time.perf_counter() - start
    names = ("read", "new", "changed", "unchanged", "rejected")
    counts = {name: getattr(done, f"rows_{name}") for name in names}
    told = {"seconds": seconds, "from": start, "until": start + seconds, "peak_mb": memory.peak}
    print(json.dumps({**told, "state": done.state, "error": done.error, **counts}))


if __name__ == "__main__":
    main()
