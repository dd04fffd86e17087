"""What beat asks of this app."""

from celery import shared_task
from django.utils import timezone

from audits import escalation, services
from revenue_arc.history import RecordedTask


@shared_task(base=RecordedTask, acks_late=True, ignore_result=True)
def close_audits() -> None:
    """Freeze the audits whose day 30 is over, and late changes. Running it twice, or on two workers, freezes each once."""
    services.close_audits(at=timezone.now())


@shared_task(base=RecordedTask, acks_late=True, ignore_result=True)
def escalate() -> None:
    """Tell the COO of overdue action items of audits. Running it twice, or on two workers, tells of each once."""
    escalation.escalate(at=timezone.now())
