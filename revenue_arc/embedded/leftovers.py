"""What a killed run leaves behind: servers that still run, and PostgreSQL's lock file."""

import contextlib
from pathlib import Path

import psutil

from revenue_arc.embedded.paths import Places

PROGRAMS = {"postgres", "redis-server"}


def running(at: Places) -> list[psutil.Process]:
    """Servers that work in `at.data`: PostgreSQL, its children and Redis each make their data folder the current one."""
    found = []
    for process in psutil.process_iter(["name"]):
        if process.info["name"] in PROGRAMS:
            with contextlib.suppress(psutil.Error):
                if Path(process.cwd()).is_relative_to(at.data):
                    found.append(process)
    return found


def end(at: Places) -> int:
    """Stop servers that nobody watches any more and remove a stale lock file; return how many processes there were."""
    processes = running(at)
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.terminate()
    _, alive = psutil.wait_procs(processes, timeout=10)
    for process in alive:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(alive, timeout=10)
    (at.cluster / "postmaster.pid").unlink(missing_ok=True)
    return len(processes)
