"""manage.py pull NAME."""

import sys
from datetime import UTC, datetime

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from signals import pulls
from signals.models import Pull, Source

COLUMNS = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())


class Command(BaseCommand):
    """Pull sources in the foreground."""

    help = "Pull a source now, here, with a progress bar; prints the counts. Exit code 1 when it fails."

    def add_arguments(self, parser):
        """The sources, and from when a backfill reads."""
        parser.add_argument("names", nargs="*", metavar="NAME")
        parser.add_argument("--all", action="store_true", help="every active source")
        parser.add_argument("--kept", action="store_true", help="map anew what is kept, and ask nothing of the source")
        parser.add_argument("--since", type=_instant, help="read again from this instant on (a backfill), as 2026-01-31")

    def handle(self, *, names: list[str], since: datetime | None, **options):
        """Pull one after the other."""
        sources = list(Source.objects.active()) if options["all"] else [_named(name) for name in names]
        if not sources:
            raise CommandError("Name a source, or say --all.")
        failed = [source for source in sources if not self._pull(source, since, kept=options["kept"])]
        if failed:
            sys.exit(1)

    def _pull(self, source: Source, since: datetime | None, *, kept: bool) -> bool:
        kind = Pull.Kind.REMAP if kept else Pull.Kind.BACKFILL if since else Pull.Kind.FRESH
        opened = pulls.open_pull(source, timezone.now(), kind=kind, since=since)
        Pull.objects.filter(pk=opened.pk, state=Pull.State.DUE).update(due_at=timezone.now())
        done = opened
        with Progress(*COLUMNS, console=Console(stderr=True), transient=True) as bars:
            while done.state in (Pull.State.DUE, Pull.State.RUNNING):
                claimed = pulls.claim(opened.pk, timezone.now())
                if claimed is None:
                    self.stderr.write(
                        f"{source}: another worker has this pull ({done.claimed_by or 'a moment ago'}). Nothing was done."
                    )
                    return False
                done = pulls.pull(claimed, progress=_Bars(bars))
                if done.error:
                    break
        return self._tell(source, done)

    def _tell(self, source: Source, done: Pull) -> bool:
        counts = ", ".join(
            f"{getattr(done, f'rows_{name}'):,} {name}"
            for name in ("read", "new", "changed", "unchanged", "rejected", "deleted")
        )
        self.stdout.write(f"{source}: {counts}.")
        for reject in done.rejects.all()[:5]:
            self.stdout.write(f"  rejected: {reject.stream.name} {reject.external_id or '(no id)'}: {reject.message}")
        if done.error:
            self.stderr.write(f"{source}: {done.error}")
        return done.state == Pull.State.DONE


class _Bars:
    """One bar a stream: rows read of rows known, or rows read so far."""

    def __init__(self, bars: Progress):
        self.bars = bars
        self.tasks: dict[str, TaskID] = {}

    def __call__(self, stream: str, rows: int, known: int | None) -> None:
        if stream not in self.tasks:
            self.tasks[stream] = self.bars.add_task(stream, total=known)
        self.bars.update(self.tasks[stream], advance=rows, total=known)


def _named(name: str) -> Source:
    found = Source.objects.filter(name__iexact=name).first()
    if found is None:
        known = ", ".join(Source.objects.values_list("name", flat=True)) or "none yet"
        raise CommandError(f"There is no source called “{name}”. Sources: {known}.")
    return found


def _instant(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)
