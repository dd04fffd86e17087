"""What the supervisor prints: its own sentences, and its children's lines with their names in front."""

import sys
import threading
from typing import IO

WIDTH = 9
COLOURS = {"web": 36, "worker": 33, "backfill": 33, "beat": 35, "systems": 34, "sample": 32, "migrate": 32, "static": 32}

_printing = threading.Lock()


def say(text: str, *, name: str = "") -> None:
    """Print `text`, line by line, with `name` in front; nobody listening is no reason to stop."""
    for line in text.splitlines() or [""]:
        with _printing:
            try:
                print(f"{_mark(name)}{line}", flush=True)  # noqa: T201  (this is where the console prints)
            except (BrokenPipeError, ValueError):
                return


def _mark(name: str) -> str:
    if not name:
        return ""
    text = f"{name:<{WIDTH}}│ "
    return f"\033[{COLOURS.get(name, 37)}m{text}\033[0m" if sys.stdout.isatty() else text


def pump(stream: IO[str] | None, name: str) -> threading.Thread:
    """Print what comes out of `stream` until it ends, in a thread of its own."""

    def run() -> None:
        if stream is None:
            return
        with stream:
            for line in stream:
                say(line.rstrip("\n"), name=name)

    thread = threading.Thread(target=run, name=f"output of {name}", daemon=True)
    thread.start()
    return thread
