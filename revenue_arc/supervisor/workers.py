"""The two workers of `make run`: one for what is fresh, one for backfills and deletions, for which the first never waits.

However many backfills there are, they have one place, and their chunks take turns in it. That worker has no pool of processes:
it runs its tasks itself, which saves the memory of one more.
"""

CELERY = ["-m", "celery", "--quiet", "-A", "revenue_arc"]
QUIET = ["--loglevel=INFO", "--without-gossip", "--without-mingle"]
WORKERS = {
    "worker": ["--queues=fresh", "--concurrency=2"],
    "backfill": ["--queues=backfill", "--pool=solo", "--hostname=backfill@%h"],
}


def command(name: str) -> list[str]:
    """The arguments of Python that start the worker of that name."""
    return [*CELERY, "worker", *WORKERS[name], *QUIET]
