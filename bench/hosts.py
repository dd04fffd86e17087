"""Two workers as on two machines: `python -m bench.hosts`. What docs/scaling.md shows.

PostgreSQL and Redis listen on two loopback addresses; each worker knows them by another one and has a host name of its own.
Both pull four sources; then one is killed with -9, as a machine that is switched off, and the other goes on with all four.
"""

import contextlib
import os
import random
import socket
import time
from collections import Counter
from statistics import median

import psutil
from rich.console import Console
from rich.table import Table

from bench.arrival import SOURCES, Arriving, connect_sources
from bench.faults.loop import environment
from bench.faults.processes import WORKERS, Running, descendants
from bench.faults.source import serve
from revenue_arc.embedded import postgres, redis
from revenue_arc.embedded.paths import places

ADDRESSES = ("127.0.0.2", "127.0.0.3")
NODES = ("a@host1", "b@host2")
ENOUGH, POSTGRES = 12, 5432


def free_port() -> int:
    """A port that nobody uses on either address."""
    with socket.socket() as one:
        one.bind((ADDRESSES[0], 0))
        return one.getsockname()[1]


def reach(running: Running) -> tuple[int, int]:
    """Let the servers listen on both addresses and each worker know them by one; their ports."""
    broker = free_port()
    listening = f"listen_addresses={','.join(ADDRESSES)}"
    running.launch["PostgreSQL"] = lambda: postgres.start(running.at, listening)
    running.launch["Redis"] = lambda: redis.start(running.at, "--bind", *ADDRESSES, "--port", str(broker), durable=False)
    for name, node, address in zip(WORKERS, NODES, ADDRESSES, strict=True):
        known = {
            "DATABASE_URL": f"postgres://postgres@{address}:{POSTGRES}/revenue_arc",
            "REDIS_URL": f"redis://{address}:{broker}/0",
        }
        running.launch[name] = lambda node=node, known=known: running.worker(node, **known)  # type: ignore[misc]
    return POSTGRES, broker


def connected(running: Running, name: str, ports: tuple[int, int]) -> set[str]:
    """To which addresses of the servers a worker's processes are connected now; to the database only while they work."""
    pid, found = running.processes[name].pid, set()
    for process in [psutil.Process(pid), *descendants(pid)]:
        with contextlib.suppress(psutil.NoSuchProcess):
            there = {end.raddr for end in process.net_connections(kind="tcp") if end.raddr}
            found |= {f"{end.ip} ({'PostgreSQL' if end.port == POSTGRES else 'Redis'})" for end in there if end.port in ports}
    return found


def whose(running: Running) -> dict[int, str]:
    """The worker of each process that runs tasks."""
    return {
        child.pid: node for name, node in zip(WORKERS, NODES, strict=True) for child in descendants(running.processes[name].pid)
    }


def ended() -> list[tuple[str, int, float]]:
    """The pulls that ended well: the source, the process, the seconds."""
    from signals.models import Pull

    rows = Pull.objects.successful().values_list("source__name", "claimed_by", "started_at", "finished_at")
    return [(name, int(by.rpartition(":")[2]), (until - since).total_seconds()) for name, by, since, until in rows]


def wait(what) -> None:
    """Wait until this is so, for five minutes at most. Raises TimeoutError."""
    until = time.monotonic() + 300
    while not what():
        if time.monotonic() > until:
            raise TimeoutError
        time.sleep(0.02)


def demonstrate(running: Running, ports: tuple[int, int]) -> None:
    """Pull with both, then with the one that is left, and say who did what."""
    reached: dict[str, set[str]] = {name: set() for name in WORKERS}

    def enough() -> bool:
        for name in WORKERS:
            reached[name] |= connected(running, name, ports)
        return len(ended()) >= ENOUGH and all(len(there) == len(ports) for there in reached.values())

    wait(enough)
    by, table = whose(running), Table("worker", "was connected to", "pulls that it ended")
    did = Counter(by.get(process, "?") for _, process, _ in ended())
    for name, node in zip(WORKERS, NODES, strict=True):
        table.add_row(node, ", ".join(sorted(reached[name])), str(did[node]))
    Console(width=110).print(table)
    little = sorted(took for _, _, took in ended()[: ENOUGH - len(SOURCES)])
    print(f"A pull of a source with little new took {median(little):.2f} s (median).")
    running.end(WORKERS[0])
    before = len(ended())
    wait(lambda: {name for name, _, _ in ended()[: len(ended()) - before]} == {name.capitalize() for name in SOURCES})
    after = Counter(by.get(process, "?") for _, process, _ in ended()[: len(ended()) - before])
    print(f"{NODES[0]} killed; since then pulls of all four sources were ended by {dict(after)}.")


def main() -> None:
    """Start everything, show it, stop it."""
    at = places(f"hosts-{os.getpid()}")
    arriving, running = Arriving(2026, 600), Running(at, random.Random(2026))
    ports, server = reach(running), serve(arriving)
    environment(at.data, at.database_url, at.redis_url, settings="revenue_arc.settings")
    try:
        running.start("PostgreSQL", "Redis")
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        connect_sources(f"http://127.0.0.1:{server.server_port}/")
        arriving.begin()
        running.start(*WORKERS, "beat")
        demonstrate(running, ports)
    finally:
        server.shutdown()
        running.stop()
        running.forget()


if __name__ == "__main__":
    main()
