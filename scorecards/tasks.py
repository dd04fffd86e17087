"""What beat asks of this app."""

from celery import shared_task
from django.utils import timezone

from revenue_arc.history import RecordedTask
from scorecards import services


@shared_task(base=RecordedTask, acks_late=True, ignore_result=True)
def tick_conditions() -> None:
    """Tick the conditions that readings meet. Running it twice, or on two workers, ticks each once."""
    services.tick_conditions(at=timezone.now())
