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
LONGEST = 180  # bytes of a name without its ending


def keep(file: UploadedFile, folder: str = "") -> tuple[str, str]:
    """Write an upload into `folder`, or into a new one that nobody can guess; return the folder and the file's name there.

    Raises ValidationError.
    """
    if (file.size or 0) > LARGEST:
        raise ValidationError(f"This file is larger than {LARGEST // 2**20} MB: put it into a folder instead.")
    place = Path(folder) if folder else _new()
    name = _short(Path(file.name or "upload").name)
    with (place / name).open("wb") as target:
        for chunk in file.chunks():
            target.write(chunk)
    return str(place), name


def copied(folder: str) -> str:
    """A new folder with the uploads of another, so that they stay as they are; empty where that one holds no uploads."""
    if not is_own(folder) or not Path(folder).is_dir():
        return ""
    place = _new()
    for path in Path(folder).iterdir():
        shutil.copy2(path, place / path.name)
    return str(place)


def remove_file(folder: str, name: str) -> None:
    """Remove one upload, where it is one."""
    if is_own(folder):
        (Path(folder) / Path(name).name).unlink(missing_ok=True)


def _new() -> Path:
    place = Path(settings.MEDIA_ROOT) / BELOW / get_random_string(16)
    place.mkdir(parents=True)
    return place


def _short(name: str) -> str:
    """A name that every file system takes, with its ending."""
    path = Path(name)
    return path.stem.encode()[:LONGEST].decode(errors="ignore") + path.suffix[:20]


def remove(folder: str) -> None:
    """Remove a folder of uploads, but none that is not the console's own, and none that a saved source reads."""
    if is_own(folder) and not Source.objects.filter(settings__folder=folder).exists():
        shutil.rmtree(folder, ignore_errors=True)


def is_own(folder: str) -> bool:
    """Whether a folder is one that the console made for uploads."""
    own = Path(settings.MEDIA_ROOT) / BELOW
    return bool(folder) and Path(folder) != own and Path(folder).is_relative_to(own)
