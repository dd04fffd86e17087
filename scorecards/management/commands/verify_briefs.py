"""Hold every frozen brief against its hash and its chain."""

from django.core.management.base import BaseCommand, CommandError

from scorecards.verification import verify_all


class Command(BaseCommand):
    """Prints a line for each initiative; ends with an error that names the broken brief where there is one."""

    help = "Verify that no brief was changed: each text against its SHA-256, each brief against the one before it."

    def handle(self, *args, **options):
        """Verify every initiative."""
        faults, count = [], 0
        for initiative, number, broken in verify_all():
            count += number
            faults += broken
            self.stdout.write(f"{initiative}: {number} brief{'s' if number != 1 else ''}, {'BROKEN' if broken else 'intact'}")
        if faults:
            raise CommandError("\n".join(["The record does not hold.", *faults]))
        self.stdout.write(self.style.SUCCESS(f"{count} brief{'s' if count != 1 else ''} verified; all of them hold."))
