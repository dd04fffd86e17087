"""What becomes of a source and its streams after they are connected: reconnected, retired, expected anew, deleted."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from people.models import Person
from signals import recompute
from signals.client.patience import for_a_page
from signals.connectors import KINDS, Checked, check
from signals.drift import accepted
from signals.models import Pull, Source, Stream
from signals.services.sources import request_pull
from signals.tasks import send_deletion


def reconnect_source(*, source: Source, secret: str, by: Person, at: datetime) -> Checked:
    """Try a new credential; where it is let in, keep it, resume and ask for a pull. Returns what the check found."""
    if wrong := KINDS[source.kind].wrong_credential(source.settings, secret) if source.kind in KINDS else "":
        return Checked(ok=False, sentence=wrong, rows=None)
    source.set_secret(secret)
    with for_a_page():
        found = check(source)
    if found.ok:
        with transaction.atomic():
            current = _locked(source)
            current.set_secret(secret)
            current.state, current.state_reason = Source.State.ACTIVE, ""
            current.full_clean()
            current.save(update_fields=["sealed_secret", "sealed_token", "state", "state_reason"])
            request_pull(source=current, by=by, at=at)
    return found


@transaction.atomic
def retire_stream(*, stream: Stream, by: Person) -> Stream:
    """Read a stream no more; what it loaded stays. Raises ValidationError for the last one."""
    _locked(stream.source)
    if not stream.source.streams.filter(retired=False).exclude(pk=stream.pk).exists():
        raise ValidationError("This is the only stream that is read: pause the source instead.")
    stream.retired = True
    stream.save(update_fields=["retired"])
    return stream


@transaction.atomic
def restore_stream(*, stream: Stream, by: Person) -> Stream:
    """Read a retired stream again, from where it stood."""
    _locked(stream.source)
    stream.retired = False
    stream.save(update_fields=["retired"])
    return stream


def expect_shape(*, stream: Stream, by: Person, at: datetime) -> Stream:
    """Take the columns as they now are for what is expected, and compute the readings that waited for somebody to look."""
    with transaction.atomic():
        current = Stream.objects.select_for_update().get(pk=stream.pk)
        current.fingerprint, current.drift = accepted(current.fingerprint, current.drift), []
        current.save(update_fields=["fingerprint", "drift"])
    recompute.recompute_after(source=current.source, at=at)
    return current


@transaction.atomic
def cancel_pull(*, pull: Pull, by: Person, at: datetime) -> Pull:
    """End a pull that waits or runs; its worker stops before its next page. What was read stays. Raises ValidationError."""
    current = Pull.objects.select_for_update().get(pk=pull.pk)
    if not current.is_open:
        raise ValidationError("This pull has ended already.")
    current.state, current.claim, current.finished_at, current.permanent = Pull.State.CANCELLED, None, at, None
    current.error = f"Cancelled by {by.name}. Kept: the {current.rows_read:,} rows read before."
    current.save(update_fields=["state", "claim", "finished_at", "permanent", "error"])
    return current


@transaction.atomic
def delete_source(*, source: Source, by: Person, at: datetime) -> Source:
    """Begin to delete a source with its records: pulls end, nothing is read any more, and the worker removes the rows."""
    current = _locked(source)
    for pull in current.pulls.open():
        cancel_pull(pull=pull, by=by, at=at)
    current.state, current.state_reason = Source.State.DELETING, "It is being deleted with its records."
    current.set_secret("")
    current.save(update_fields=["state", "state_reason", "sealed_secret", "sealed_token"])
    transaction.on_commit(lambda: send_deletion(current))
    return current


def _locked(source: Source) -> Source:
    """The source, held. Raises ValidationError where it is being deleted."""
    current = Source.objects.select_for_update().get(pk=source.pk)
    if current.state == Source.State.DELETING:
        raise ValidationError(f"{current} is being deleted.")
    return current
