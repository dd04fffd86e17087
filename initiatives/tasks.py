"""What beat asks of this app."""

from celery import shared_task
from django.utils import timezone

from initiatives import escalation, services
from revenue_arc.history import RecordedTask


@shared_task(base=RecordedTask, acks_late=True, ignore_result=True)
def settle_answers() -> None:
    """Write the answers that can no longer be undone. Running it twice, or on two workers, writes each once."""
    services.settle_answers(at=timezone.now())


@shared_task(base=RecordedTask, acks_late=True, ignore_result=True)
def ask_for_holders() -> None:
    """Ask for a holder of whatever somebody held who has left since. Running it twice, or on two workers, asks once."""
    services.ask_for_holders(at=timezone.now())


@shared_task(base=RecordedTask, acks_late=True, ignore_result=True)
def escalate() -> None:
    """Write the reminders and escalations that are due. Running it twice, or on two workers, writes each once."""
    escalation.escalate(at=timezone.now())
