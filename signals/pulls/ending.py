"""How a pull ends: done, to be tried again, or failed; in a sentence that says what was kept and what to do."""

import logging
import random
import time
from collections.abc import Callable
from datetime import datetime, timedelta

import psycopg
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction

from signals import recompute, rollups
from signals.failures import PullFailed, QuotaNearlySpent
from signals.holders import refresh_claims
from signals.models import Pull, Source
from signals.pulls import claims

log = logging.getLogger(__name__)
ATTEMPTS = 5
PATIENCE = (0.2, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0)
BROKEN_OFF = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)
LONGEST_WAIT = timedelta(hours=1)


def succeed(pull: Pull, now: Callable[[], datetime]) -> None:
    """Roll up what was touched, end the pull well, and let claims and readings be computed anew."""
    rollups.roll_up(pull.source_id)
    at = now()
    with transaction.atomic():
        if not claims.give_back(pull, state=Pull.State.DONE, finished_at=at, heartbeat_at=at, error="", permanent=None):
            return
        if pull.kind != Pull.Kind.REMAP:  # it asked nothing of the source, so the data is no fresher
            _freshen(pull, at)
    refresh_claims(source=pull.source)
    recompute.recompute_after(source=pull.source, at=at)


def _freshen(pull: Pull, at: datetime) -> None:
    stated = [told for told in pull.source.streams.filter(retired=False).values_list("data_as_of", flat=True) if told]
    source = Source.objects.filter(pk=pull.source_id)
    source.update(attempted_at=at, last_success_at=at, data_as_of=min(stated) if stated else None, state_reason="")
    source.filter(state=Source.State.PAUSED_QUOTA).update(state=Source.State.ACTIVE)


def pause(pull: Pull, at: datetime) -> None:
    """Give the worker back between two chunks of a backfill; it is due again at once."""
    claims.give_back(pull, state=Pull.State.DUE, due_at=at, heartbeat_at=at, attempts=0)


def fail(pull: Pull, failure: PullFailed, at: datetime) -> None:
    """End the pull with a sentence, or let it be tried again later where that can help."""
    current = Pull.objects.get(pk=pull.pk)
    is_over = failure.permanent or (current.attempts >= ATTEMPTS and not isinstance(failure, QuotaNearlySpent))
    again = None if is_over else at + _wait(failure, current.attempts)
    said = sentence(failure, current, again)
    log.warning("%s: %s", pull.source, said)
    changes = {"error": said, "permanent": failure.permanent, "heartbeat_at": at}
    with transaction.atomic():
        if again:
            given_back = claims.give_back(pull, state=Pull.State.DUE, due_at=again, **changes)
        else:
            given_back = claims.give_back(pull, state=Pull.State.FAILED, finished_at=at, **changes)
        if given_back:
            source = Source.objects.filter(pk=pull.source_id)
            if pull.kind != Pull.Kind.REMAP:
                source.update(attempted_at=at)
            if failure.source_state:
                source.exclude(state=Source.State.PAUSED).update(state=failure.source_state, state_reason=failure.reason)


def fail_when_possible(
    pull: Pull, failure: PullFailed, now: Callable[[], datetime], sleep: Callable[[float], object] = time.sleep
) -> None:
    """`fail`, once the database answers: it may be what failed. After a minute without it the sweep has to find the pull."""
    for wait in PATIENCE:
        try:
            return fail(pull, failure, now())
        except BROKEN_OFF:
            connection.close()
            sleep(wait)
    return fail(pull, failure, now())


def _wait(failure: PullFailed, attempts: int) -> timedelta:
    if failure.retry_after is not None:
        return min(failure.retry_after + timedelta(seconds=1), timedelta(days=1))
    doubled = min(settings.PULL_FIRST_WAIT * 2 ** max(0, attempts - 1), LONGEST_WAIT)
    return doubled * random.uniform(1.0, 1.25)  # noqa: S311  (so that sources that failed together do not come back together)


def sentence(failure: PullFailed, pull: Pull, again: datetime | None) -> str:
    """What happened, what was kept, what to do, and whether it retries."""
    kept = f"Kept: the {pull.rows_read:,} rows read before." if pull.rows_read else "Nothing was changed."
    if again:
        retry = f"It is tried again at {again:%H:%M:%S} UTC."
    elif failure.permanent:
        retry = (
            "It is not tried again until then." if failure.source_state else "Trying again will not help until that is done."
        )
    else:
        retry = "It is tried again at the next interval."
    return " ".join(filter(None, [failure.what, kept, failure.todo, retry]))


def unforeseen(error: Exception) -> PullFailed:
    """An error of ours: its kind is told, its text is not, for that may hold a record or a credential."""
    if isinstance(error, BROKEN_OFF):
        return PullFailed(f"The console's own database broke off ({type(error).__name__}).")
    return PullFailed(f"The console itself made an error ({type(error).__name__}).", "Its log has the details.")
