"""A database of the bench's own: an embedded server, migrated, and stopped at the end without a trace."""

import contextlib
import os
import shutil
import signal
from collections.abc import Iterator

from revenue_arc.embedded import postgres
from revenue_arc.embedded.paths import places


@contextlib.contextmanager
def bench_database() -> Iterator[None]:
    """Start PostgreSQL, point Django at it, migrate; afterwards stop it and delete its data. `DATABASE_URL` is not used."""
    at = places(f"bench-{os.getpid()}")
    os.environ.setdefault("ARC_SECRET_KEY", "only-for-the-bench-" + "x" * 40)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "revenue_arc.settings")
    os.environ["DATABASE_URL"] = at.database_url
    server = postgres.start(at)
    try:
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        yield
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=60)
        shutil.rmtree(at.data, ignore_errors=True)
        shutil.rmtree(at.sockets, ignore_errors=True)
