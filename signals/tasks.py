"""What the worker does for signals: thin, safe to run twice."""

from celery import shared_task
from django.utils import timezone

from signals import counting, deletion, holders, outbox, pulls, recompute, suggesting, uploads
from signals.models import Definition, Pull, Source, SourceDraft, Touched

LAPSES = 60  # seconds


@shared_task(ignore_result=True, acks_late=False)
def sweep() -> None:
    """Open a pull for each source whose interval has passed, and send whatever is due or has lost its worker.

    That is pulls, and the readings after a pull.
    """
    now = timezone.now()
    for source in Source.objects.due(now):
        pulls.open_pull(source, now)
    for pull in pulls.free_pulls(now):
        send(pull)
    for source_id in Touched.objects.left(now):
        read_anew.apply_async(args=[source_id], expires=LAPSES)
    for source in Source.objects.filter(state=Source.State.DELETING):
        send_deletion(source)


def send(pull: Pull) -> None:
    """Wake a worker for a pull; long ones have a queue of their own, so that fresh data never waits behind them.

    A call that nobody answers lapses: the next sweep sends it again, and no queue grows while all workers are busy.
    """
    task, queue = (run_backfill, "backfill") if pull.is_long else (pull_source, "fresh")
    task.apply_async(args=[pull.source_id if task is pull_source else pull.pk], queue=queue, expires=LAPSES)


@shared_task(ignore_result=True, acks_late=True, reject_on_worker_lost=True)
def pull_source(source_id: int) -> None:
    """Pull one source up to now. Running it twice, or on two workers, loads every record once."""
    now = timezone.now()
    for pull in Pull.objects.open().filter(source=source_id, kind=Pull.Kind.FRESH):
        if claimed := pulls.claim(pull.pk, now):
            pulls.pull(claimed)


@shared_task(ignore_result=True, acks_late=True, reject_on_worker_lost=True)
def read_anew(source_id: int) -> None:
    """Compute the readings that a pull of this source touched, where the worker that pulled it ended before it did."""
    recompute.recompute_after(source=Source.objects.get(pk=source_id), at=timezone.now())


@shared_task(ignore_result=True, acks_late=True, reject_on_worker_lost=True)
def run_backfill(pull_id: int) -> None:
    """Read the next chunk of a backfill or of kept records, and send what remains to the end of its queue."""
    claimed = pulls.claim(pull_id, timezone.now())
    if claimed and (left := pulls.pull(claimed)).state == Pull.State.DUE and not left.error:
        send(left)


@shared_task(ignore_result=True, acks_late=True, reject_on_worker_lost=True)
def forget_drafts() -> None:
    """Forget the sources that somebody began to connect and left for a day, with their credentials and uploads."""
    for draft in SourceDraft.objects.expired(timezone.now()):
        draft.delete()
        uploads.remove(draft.folder)


def send_deletion(source: Source) -> None:
    """Wake a worker to remove a source that is marked for it; long work, so it goes where backfills go."""
    delete_source.apply_async(args=[source.pk], queue="backfill", expires=LAPSES)


@shared_task(ignore_result=True, acks_late=True, reject_on_worker_lost=True)
def delete_source(source_id: int) -> None:
    """Remove a source that is marked for deletion, with its records. Running it twice, or on two workers, removes it once."""
    deletion.delete(source_id)


@shared_task(ignore_result=True, acks_late=True, reject_on_worker_lost=True)
def recompute_live() -> None:
    """Compute anew the readings that change with the clock alone."""
    recompute.recompute_live(at=timezone.now())


@shared_task(ignore_result=True, acks_late=True, reject_on_worker_lost=True)
def recompute_definition(definition_id: int) -> None:
    """Compute the readings of one definition, new or changed."""
    recompute.recompute(Definition.objects.get(pk=definition_id), timezone.now())


@shared_task(ignore_result=True, acks_late=True, reject_on_worker_lost=True)
def suggest_joins() -> None:
    """Suggest joins where names are alike. Where no name has changed since the last time, nothing is done."""
    suggesting.suggest_joins(at=timezone.now())


@shared_task(ignore_result=True, acks_late=True, reject_on_worker_lost=True)
def refresh_claims() -> None:
    """Draw the claims of linked work anew: a person may have come whose address a source names."""
    holders.refresh_claims()


@shared_task(ignore_result=True, acks_late=True, reject_on_worker_lost=True)
def deliver() -> None:
    """Send what is in the outbox. On two workers each message has one sender."""
    outbox.deliver()


@shared_task(ignore_result=True, acks_late=True, reject_on_worker_lost=True)
def count_customers() -> None:
    """Count how far the records resolve to customers. Where no pull and no decision has changed anything, nothing is done."""
    counting.count_customers(at=timezone.now())
