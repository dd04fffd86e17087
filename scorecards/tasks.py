"""What beat asks of this app."""

from celery import shared_task
from django.utils import timezone

from revenue_arc.history import RecordedTask
from scorecards import escalation, services


@shared_task(base=RecordedTask, acks_late=True, ignore_result=True)
def tick_conditions() -> None:
    """Tick the conditions that readings meet. Running it twice, or on two workers, ticks each once."""
    services.tick_conditions(at=timezone.now())


@shared_task(base=RecordedTask, acks_late=True, ignore_result=True)
def escalate() -> None:
    """Write the reminders of conditions, and what goes further up. Running it twice, or on two workers, writes each once."""
    escalation.escalate(at=timezone.now())


@shared_task(base=RecordedTask, acks_late=True, ignore_result=True)
def write_digests() -> None:
    """Write the digests of this morning, with all that is due. Running it twice, or on two workers, writes each once."""
    escalation.write_digests(at=timezone.now())
