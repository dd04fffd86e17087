"""What arrives by itself: events kept before they are answered, and the secret that their sender signs with."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from people.models import Person
from revenue_arc.words import instant
from signals import pulls
from signals.hooks.events import Event
from signals.hooks.signatures import mistake_in, new_secret
from signals.models import Arrival, Intake, Source
from signals.models.arrival import OLD_SECRET_COUNTS
from signals.tasks import send

TWO_COUNT = "Two secrets count already, the older one until {}. Wait until then, or end it first: then this can be replaced."


@transaction.atomic
def keep_arrivals(*, source: Source, events: Sequence[Event], at: datetime) -> None:
    """Keep events durably, and wake a worker to load them. Once this has committed they can be answered for."""
    Arrival.objects.bulk_create([Arrival(source=source, type=one.type, payload=one.payload, received_at=at) for one in events])
    if Source.objects.due(at).filter(pk=source.pk).exists():
        opened = pulls.open_pull(source, at)
        transaction.on_commit(lambda: send(opened), robust=True)  # without the queue the next sweep finds it


@transaction.atomic
def replace_secret(*, source: Source, by: Person, at: datetime, secret: str = "") -> str:
    """Let events be signed with another secret, which is made unless the sender gave one; returned, to be shown once.

    The one before counts for another day, so that no event is lost while the sender changes over; until then there is no third.
    Raises ValidationError.
    """
    intake = Intake.objects.select_for_update().select_related("source").get(source=source)
    if (until := intake.old_secret_until) and len(intake.secrets_at(at)) > 1:
        raise ValidationError(TWO_COUNT.format(instant(until)))
    if secret and (mistake := mistake_in(secret)):
        raise ValidationError({"secret": mistake})
    told = secret or new_secret()
    intake.sealed_old_secret = intake.source.sealed_secret
    intake.old_secret_until = at + OLD_SECRET_COUNTS if intake.sealed_old_secret else None
    intake.source.set_secret(told)
    intake.source.save(update_fields=["sealed_secret", "sealed_token"])
    intake.save()
    return told


@transaction.atomic
def end_old_secret(*, source: Source, by: Person) -> None:
    """Let the secret before this one count no longer."""
    Intake.objects.filter(source=source).update(sealed_old_secret="", old_secret_until=None)
