#!/usr/bin/env python
"""Run a management command of Revenue Arc."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError

from revenue_arc.history.recording import recorded_command


def main() -> None:
    """Run the command; end with a sentence when there is no key, or no database to talk to."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "revenue_arc.settings")
    try:
        recorded_command(execute_from_command_line, sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"{error}")
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", None) is not None:  # the server answered: another kind of trouble
            raise
        sys.exit(f"The database does not answer. Start `make run` in another shell, or set DATABASE_URL.\n{error}")


if __name__ == "__main__":
    main()
