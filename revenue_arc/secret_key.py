"""The installation's own key: given by ARC_SECRET_KEY, or kept in a file that only its user can read."""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

NAME = "secret_key"


def read_secret_key(folder: Path) -> str:
    """The key kept in `folder`. Raises ImproperlyConfigured, saying what to do, when there is none."""
    try:
        return (folder / NAME).read_text().strip()
    except FileNotFoundError:
        raise ImproperlyConfigured(
            "There is no secret key. Set ARC_SECRET_KEY to 50 random characters or more, or start `make run`: it makes one."
        ) from None


def keep_secret_key(folder: Path) -> str:
    """The key kept in `folder`, made on the first call with mode 0600."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / NAME
    if not path.exists():
        partial = folder / f"{NAME}.{os.getpid()}"
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
        partial.rename(path)
    return path.read_text().strip()
