"""manage.py deliver."""

from django.core.management.base import BaseCommand

from signals.outbox import deliver


class Command(BaseCommand):
    """Send what is in the outbox, here and now."""

    help = "Send the messages that are due, as beat has a worker do every 15 seconds; prints how many were sent."

    def handle(self, **options):
        """Send one after the other."""
        self.stdout.write(f"{deliver()} sent")
