"""Where the embedded servers keep their data and their sockets, for one checkout."""

import hashlib
import os
import pwd
import re
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
LONGEST_SOCKET_FOLDER = 80
OUTSIDE, SHORT = Path("/var/tmp"), Path("/tmp")  # noqa: S108  (a folder in them that is not ours is refused)
PLAIN = re.compile(r"[\w./-]+", re.ASCII)


def is_root() -> bool:
    """Whether this process runs as root."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


@dataclass(frozen=True)
class Places:
    """The folders of one set of embedded servers."""

    data: Path
    sockets: Path

    @property
    def cluster(self) -> Path:
        """PostgreSQL's own folder."""
        return self.data / "postgres"

    @property
    def database_url(self) -> str:
        """The libpq address of the embedded PostgreSQL, over its Unix socket."""
        return f"postgres://postgres@/revenue_arc?host={self.sockets}"

    @property
    def redis_url(self) -> str:
        """The address of the embedded Redis, over its Unix socket."""
        return f"unix://{self.sockets}/redis.sock?db=0"

    def make(self) -> None:
        """Make the folders. Raises RuntimeError if somebody else made one of them: who owns it could read the database."""
        self.data.mkdir(parents=True, exist_ok=True)
        self.sockets.mkdir(parents=True, exist_ok=True)
        for folder in (self.data, self.sockets):
            refuse_foreign(folder)
        if is_root():
            os.chown(self.sockets, *nobody())
        self.sockets.chmod(0o700)

    def remove(self) -> None:
        """Delete the folders with everything in them; the servers must be stopped."""
        shutil.rmtree(self.data, ignore_errors=True)
        shutil.rmtree(self.sockets, ignore_errors=True)


def refuse_foreign(folder: Path) -> None:
    """Raise RuntimeError unless `folder` is a folder of ours (or, for root, of the user that PostgreSQL runs as)."""
    status = folder.lstat()
    ours = {os.geteuid(), nobody()[0]} if is_root() else {os.geteuid()}
    if not stat.S_ISDIR(status.st_mode) or status.st_uid not in ours:
        raise RuntimeError(
            f"{folder} belongs to another user. Remove it, or set DATABASE_URL and REDIS_URL to servers that run."
        )


def nobody() -> tuple[int, int]:
    """The user and the group as whom PostgreSQL runs when we are root: it refuses to run as root."""
    entry = pwd.getpwnam("nobody")
    return entry.pw_uid, entry.pw_gid


def places(name: str = "run") -> Places:
    """The places of this checkout's servers called `name`.

    PostgreSQL refuses to run as root: then everything is outside the checkout, where another user can reach it. A Unix
    socket's path is limited to about 100 bytes, and it is part of an address: in a deep checkout, or one with a blank in its
    path, the sockets are under /tmp, named by a hash of the checkout.
    """
    digest = hashlib.sha256(f"{CHECKOUT}:{name}".encode()).hexdigest()[:10]
    data = OUTSIDE / f"revenue-arc-{digest}" if is_root() else CHECKOUT / "var" / name
    sockets = data / "sockets"
    if len(os.fsencode(sockets)) > LONGEST_SOCKET_FOLDER or not PLAIN.fullmatch(str(sockets)):
        sockets = SHORT / f"revenue-arc-{digest}"
    return Places(data=data, sockets=sockets)
