"""manage.py sources apply FILE."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from signals.sources_file.applying import apply
from signals.sources_file.loading import SourcesFileError


class Command(BaseCommand):
    """Connections kept in a file: apply it, as often as you like."""

    help = "Apply a sources file: sources, streams, mappings and metric definitions. All of it or nothing."

    def add_arguments(self, parser):
        """The act, the file, and whether to only try."""
        acts = parser.add_subparsers(dest="act", required=True)
        applying = acts.add_parser("apply", help="apply a sources file")
        applying.add_argument("file", type=Path)
        applying.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")

    def handle(self, *, file: Path, dry_run: bool, **options):
        """Apply the file and say what changed."""
        try:
            lines = apply(file, at=timezone.now(), dry_run=dry_run)
        except SourcesFileError as problem:
            raise CommandError(f"{problem}\nNothing was applied.") from None
        if options["verbosity"] == 0:
            return
        for line in lines:
            self.stdout.write(line)
        self.stdout.write("Nothing was applied: this was a dry run." if dry_run else "Applied.")
