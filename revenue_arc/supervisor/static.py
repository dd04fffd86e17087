"""Whether the collected front-end files are those of the sources."""

import hashlib
from pathlib import Path

from revenue_arc.embedded.paths import CHECKOUT


def fingerprint() -> str:
    """Changes when a file of static/, an installed package or our list of third-party files changes."""
    digest = hashlib.sha256()
    sources = [*(CHECKOUT / "static").rglob("*"), CHECKOUT / "package-lock.json", CHECKOUT / "requirements.lock"]
    for path in sorted([*sources, CHECKOUT / "revenue_arc" / "assets.py"]):
        if path.is_file():
            digest.update(f"{path.relative_to(CHECKOUT)}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()


def is_collected(stamp: Path) -> bool:
    """Whether the files under staticfiles/ were collected from these sources."""
    manifest = CHECKOUT / "staticfiles" / "staticfiles.json"
    return manifest.exists() and stamp.exists() and stamp.read_text() == fingerprint()
