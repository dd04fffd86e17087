"""`manage.py sample_company create | serve | meet`: the fictitious company that `make run` shows."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from sample_company import places
from sample_company.founding import create
from sample_company.meeting import meet
from sample_company.serving import serve


class Command(BaseCommand):
    """Make the sample company, serve its systems, hold its meeting."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """The three acts."""
        acts = parser.add_subparsers(dest="act", required=True)
        made = acts.add_parser("create", help="make its people, launches and sources; done again, it changes nothing")
        made.add_argument("--anchor", type=date.fromisoformat, help="the date its story counts from (default: today)")
        made.add_argument("--port", type=int, default=places.BASE_PORT, help="the first of four ports on loopback")
        acts.add_parser("serve", help="serve its four systems until stopped")
        held = acts.add_parser("meet", help="wait for the pulls, then hold the meeting of Atlas")
        held.add_argument("--patience", type=int, default=240, help="seconds to wait for the readings")

    def handle(self, *, act: str, **options: Any) -> None:
        """Do one of the three."""
        say = self.stdout.write
        if act == "create":
            create(anchor=options["anchor"], base_port=options["port"], now=timezone.now(), say=say)
            return
        state = places.load()
        if state is None:
            raise CommandError("There is no sample company yet. Run: python manage.py sample_company create")
        if act == "serve":
            serve(state, say)
        else:
            meet(patience=options["patience"], say=say)
