"""Who works on a pull: one conditional UPDATE decides, and a second delivery finds nothing to do."""

import functools
import hashlib
import os
import socket
import uuid
from datetime import datetime
from pathlib import Path

import psutil
import psycopg
from django.conf import settings
from django.db import IntegrityError, transaction
from psycopg.types.json import Jsonb

from signals.failures import EndsItsWorker, PullFailed
from signals.loading.sorting import Counts
from signals.models import Pull, Source

ADDED = ", ".join(f"rows_{name} = rows_{name} + %({name})s" for name in vars(Counts()))
COUNT = f"""UPDATE signals_pull SET heartbeat_at = %(at)s, takeovers = 0, streams = %(streams)s, position = %(position)s,
    rows_known = coalesce(%(known)s, rows_known), {ADDED} WHERE id = %(pull)s AND claim = %(claim)s"""


class ClaimLost(PullFailed):
    """Another worker has taken the pull over: this one stops without a trace."""


def worker_name() -> str:
    """Name this process, as machine:process."""
    return f"{_machine()}:{os.getpid()}"


@functools.cache
def _machine() -> str:
    """The name of this machine; on Linux with a mark, so that no other machine or container of that name is taken for it."""
    name = socket.gethostname()[:80]
    try:
        boot, processes = Path("/proc/sys/kernel/random/boot_id").read_text(), Path("/proc/self/ns/pid").stat().st_ino
    except OSError:
        return name
    return f"{name}-{hashlib.sha256(f'{boot}{processes}'.encode()).hexdigest()[:8]}"


def open_pull(source: Source, at: datetime, *, kind: str = Pull.Kind.FRESH, since: datetime | None = None) -> Pull:
    """The source's pull that waits or runs; a new one, due at that instant, where there is none."""
    found = Pull.objects.open().filter(source=source, kind=kind).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return Pull.objects.create(source=source, kind=kind, due_at=at, since=since)
    except IntegrityError:  # another worker was faster
        return Pull.objects.open().get(source=source, kind=kind)


def claim(pull_id: int, at: datetime) -> Pull | None:
    """Take a pull that is due or whose worker is gone; None where another worker has it."""
    with transaction.atomic():
        found = Pull.objects.select_for_update(skip_locked=True).filter(pk=pull_id).first()
        if found is None or not _is_free(found, at):
            return None
        if found.state == Pull.State.RUNNING:
            found.takeovers += 1
        found.state, found.claim, found.claimed_by = Pull.State.RUNNING, uuid.uuid4(), worker_name()
        found.heartbeat_at, found.attempts, found.error, found.permanent = at, found.attempts + 1, "", None
        found.started_at = found.started_at or at
        found.save()
    return found


def free_pulls(at: datetime) -> list[Pull]:
    """The pulls that anybody may claim: due, or left by their worker; the longest due first."""
    waiting = Pull.objects.open().filter(source__state__in=Source.PULLED).order_by("due_at", "pk")
    return [pull for pull in waiting if _is_free(pull, at)]


def _is_free(pull: Pull, at: datetime) -> bool:
    if pull.state == Pull.State.DUE:
        return pull.due_at <= at
    if pull.state != Pull.State.RUNNING:
        return False
    is_silent = pull.heartbeat_at is None or pull.heartbeat_at < at - settings.PULL_HEARTBEAT_STOPS
    return is_silent or _worker_is_gone(pull.claimed_by)


def _worker_is_gone(name: str) -> bool:
    """Whether the worker was a process of this machine that no longer exists: then nobody need wait for its heartbeat."""
    machine, _, process = name.rpartition(":")
    return machine == _machine() and process.isdigit() and not psutil.pid_exists(int(process))


def refuse_a_killer(pull: Pull) -> None:
    """Take a pull no further that lost one worker after another without keeping a page. Raises EndsItsWorker."""
    if pull.takeovers < settings.PULL_TAKEOVERS:
        return
    ends = {name for name, told in pull.streams.items() if told.get("done")}
    at = next((stream.name for stream in pull.source.streams.filter(retired=False) if stream.name not in ends), "")
    raise EndsItsWorker(
        f"Its worker was lost {pull.takeovers} times in a row{f' over the same page of “{at}”' if at else ''}: the page is too"
        " large for the memory, or something in it breaks the reading.",
        "Look at the worker's log; give it more memory, ask for smaller pages, or mend that record at the source. Then "
        + ("ask for it again." if pull.is_long else "resume the source: it goes on after what was kept."),
        pauses=not pull.is_long,
    )


def heartbeat(pull: Pull, at: datetime) -> None:
    """Say that the pull is alive. Raises ClaimLost where another worker has it now."""
    if not Pull.objects.filter(pk=pull.pk, claim=pull.claim).update(heartbeat_at=at):
        raise ClaimLost("Another worker has taken this pull over.")


def give_back(pull: Pull, **changes) -> bool:
    """Let go of a pull that this worker still has, with what became of it; False where another worker has it."""
    return bool(Pull.objects.filter(pk=pull.pk, claim=pull.claim).update(claim=None, **changes))


def count(cursor: psycopg.Cursor, pull: Pull, counts: Counts, at: datetime, *, known: int | None = None) -> None:
    """Add a page's counts, in the page's transaction: the pull has got on. Raises ClaimLost.

    Its streams and its position are kept as the pull has them. One statement by hand: it is made for each page.
    """
    told = {"pull": pull.pk, "claim": pull.claim, "at": at, "known": known, **vars(counts)}
    cursor.execute(COUNT, told | {"streams": Jsonb(pull.streams), "position": Jsonb(pull.position)})
    if not cursor.rowcount:
        raise ClaimLost("Another worker has taken this pull over.")
