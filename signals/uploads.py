"""Files that were uploaded to be read as a source: each in a folder of the console's own."""

import shutil
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.crypto import get_random_string

from signals.models import Source

LARGEST = 20 * 2**20
BELOW = "sources"


def keep(file: UploadedFile, folder: str = "") -> str:
    """Write an upload into `folder`, or into a new one that nobody can guess; return the folder. Raises ValidationError."""
    if (file.size or 0) > LARGEST:
        raise ValidationError(f"This file is larger than {LARGEST // 2**20} MB: put it into a folder instead.")
    place = Path(folder) if folder else Path(settings.MEDIA_ROOT) / BELOW / get_random_string(16)
    place.mkdir(parents=True, exist_ok=True)
    with (place / Path(file.name or "upload").name).open("wb") as target:
        for chunk in file.chunks():
            target.write(chunk)
    return str(place)


def remove(folder: str) -> None:
    """Remove a folder of uploads, but none that is not the console's own, and none that a saved source reads."""
    if is_own(folder) and not Source.objects.filter(settings__folder=folder).exists():
        shutil.rmtree(folder, ignore_errors=True)


def is_own(folder: str) -> bool:
    """Whether a folder is one that the console made for uploads."""
    own = Path(settings.MEDIA_ROOT) / BELOW
    return bool(folder) and Path(folder) != own and Path(folder).is_relative_to(own)
