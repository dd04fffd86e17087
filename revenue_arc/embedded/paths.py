"""Where the embedded servers keep their data and their sockets, for one checkout."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Places:
    """The folders of one set of embedded servers."""

    data: Path
    sockets: Path

    @property
    def database_url(self) -> str:
        """The libpq address of the embedded PostgreSQL, over its Unix socket."""
        return f"postgres://postgres@/revenue_arc?host={self.sockets}"

    @property
    def redis_url(self) -> str:
        """The address of the embedded Redis, over its Unix socket."""
        return f"unix://{self.sockets}/redis.sock?db=0"


def places(name: str = "run") -> Places:
    """The places of this checkout's servers called `name`.

    A Unix socket's path is limited to about 100 bytes, so sockets live under the temporary folder, named by a hash of the
    checkout. PostgreSQL refuses to run as root: then the data moves out of the checkout too, to where another user can read it.
    """
    digest = hashlib.sha256(f"{CHECKOUT}:{name}".encode()).hexdigest()[:10]
    sockets = Path(tempfile.gettempdir()) / f"arc-{digest}"
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    data = Path("/var/tmp") / f"revenue-arc-{digest}" if root else CHECKOUT / "var" / name
    return Places(data=data, sockets=sockets)
