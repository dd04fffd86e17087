"""Hold every frozen accountability map against its hash and its chain."""

from django.core.management.base import BaseCommand, CommandError

from audits.verification import verify_all
from revenue_arc.words import counted


class Command(BaseCommand):
    """Prints a line for each audit; ends with an error that names the broken revision where there is one."""

    help = "Verify that no accountability map was changed: each text against its SHA-256, each revision against the one before."

    def handle(self, *args, **options):
        """Verify every audit."""
        faults, count = [], 0
        for audit, number, broken in verify_all():
            count += number
            faults += [f"{audit}, {fault}" for fault in broken]
            self.stdout.write(f"{audit}: {counted(number, 'revision')}, {'BROKEN' if broken else 'intact'}")
        if faults:
            raise CommandError("\n".join(["The record does not hold.", *faults]))
        self.stdout.write(self.style.SUCCESS(f"{counted(count, 'document')} verified; all of them hold."))
