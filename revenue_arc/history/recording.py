"""Names the author of changes that no web request makes: a management command or a background task."""

from collections.abc import Callable

import pghistory
from celery import Task

UNRECORDED = {"migrate", "makemigrations", "runserver", "shell", "dbshell", "check", "collectstatic"}


def recorded_command(run: Callable[[list[str]], None], argv: list[str]) -> None:
    """Run a management command so that history names it as the author of what it changes.

    Migrations are left alone: pghistory adds parameters to every statement, which literal SQL does not expect.
    """
    command = argv[1] if len(argv) > 1 else "help"
    if command in UNRECORDED or command.startswith("-"):
        run(argv)
        return
    with pghistory.context(command=command):
        run(argv)


class RecordedTask(Task):
    """A task whose changes history ascribes to it by name."""

    abstract = True

    def __call__(self, *args, **kwargs):
        """Run the task within a context of its own."""
        with pghistory.context(task=self.name):
            return super().__call__(*args, **kwargs)
