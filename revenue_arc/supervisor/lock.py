"""One supervisor a checkout, and a port that is free."""

import contextlib
import fcntl
import os
import socket
from pathlib import Path
from typing import IO


class RefusedError(Exception):
    """The console cannot start; the text says why, and what to do."""


def take(path: Path, address: str) -> IO[str]:
    """Hold the lock file until it is closed. Raises RefusedError when another supervisor holds it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    file = path.open("a+")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        with file:
            file.seek(0)
            who = file.read().strip()
        raise RefusedError(f"This checkout runs already: {who}. Stop that one first (Ctrl-C).") from None
    file.truncate(0)
    file.write(f"process {os.getpid()}, {address}\n")
    file.flush()
    return file


def read_port(text: str) -> int:
    """The port in `text`. Raises RefusedError unless it is a number from 1 to 65535."""
    with contextlib.suppress(ValueError):
        if 0 < int(text) < 65536:
            return int(text)
    raise RefusedError(f"PORT must be a number from 1 to 65535, not “{text}”.")


def check_port(host: str, port: int) -> None:
    """Raise RefusedError when somebody listens there, or when we may not."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise RefusedError(f"Port {port} is reserved to the administrator. Choose another: PORT=8123 make run") from None
        except OSError:
            raise RefusedError(f"Port {port} is taken by another program. Choose another: PORT={port + 1} make run") from None
