"""Which program a tap is, and what it is told."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
from django.conf import settings

from signals.failures import Permanent
from signals.secrets import Secret


def program(tap: str, *, allowed: str) -> Path:
    """The tap, once it is certain that whoever runs this console allowed its folder, or this very program. Raises Permanent."""
    path = Path(tap).resolve()
    in_a_folder = any(path.is_relative_to(Path(folder).resolve()) for folder in settings.SINGER_FOLDERS)
    if not in_a_folder and str(path) != allowed:
        raise Permanent(
            f"{path} may not be run.", "Name its folder in ARC_SINGER_FOLDERS, or apply a sources file that names it."
        )
    if not path.is_file() or not os.access(path, os.X_OK):
        raise Permanent(f"There is no program {path}.", "Install the tap in a virtual environment of its own.")
    return path


def config_of(told: dict[str, Any], secret: Secret | None, since: datetime | None = None) -> dict[str, Any]:
    """The tap's config: what is told, with the secret part over it; from an instant on for a backfill. Raises Permanent."""
    try:
        hidden = orjson.loads(secret.reveal()) if secret else {}
    except orjson.JSONDecodeError:
        hidden = None
    if not isinstance(hidden, dict):
        said = "The secret of a Singer tap is the secret part of its config."
        raise Permanent(said, 'Enter it as JSON: {"api_key": "…"}.')
    begin = {"start_date": since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")} if since else {}
    return {**told, **hidden, **begin}
