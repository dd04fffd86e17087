"""A tap as a process of its own: watched, silent about its secrets, and gone when it is no longer needed."""

import base64
import contextlib
import json
import os
import select
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from signals.failures import PullFailed

LONGEST_LINE = 64 * 2**20
SILENCE = 600.0
KEPT_OF_ERRORS = 4_096
HIDDEN = "•••"


class Tap:
    """One run of a tap's executable. `secrets` are texts that no sentence may hold."""

    def __init__(self, executable: Path, folder: Path, *arguments: str, secrets: list[str]):
        self.name, self.secrets, self.errors = executable.name, secrets, b""
        self.process = subprocess.Popen(
            [executable, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=folder,
            env={"PATH": os.defpath, "HOME": str(folder), "TMPDIR": str(folder), "LANG": "C.UTF-8", "PYTHONUTF8": "1"},
            start_new_session=True,
        )
        self.listener = threading.Thread(target=self._listen, name="tap's errors", daemon=True)
        self.listener.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def _listen(self) -> None:
        """Empty the tap's error output, so that it never waits for us, and keep its end."""
        while chunk := self.process.stderr.read1(65_536):  # type: ignore[union-attr]
            self.errors += chunk
            if len(self.errors) > KEPT_OF_ERRORS:  # a line of which the start is lost could end in half a secret
                self.errors = self.errors[-KEPT_OF_ERRORS:].partition(b"\n")[2]

    def lines(self, *, silence: float = SILENCE) -> Iterator[bytes]:
        """What it says, line by line. Raises PullFailed where it falls silent for too long or never ends a line."""
        output, rest = self.process.stdout.fileno(), b""  # type: ignore[union-attr]
        while True:
            if not select.select([output], [], [], silence)[0]:
                raise PullFailed(f"{self.name} has said nothing for {silence:.0f} seconds and was stopped.")
            if not (chunk := os.read(output, 1 << 20)):
                break
            *whole, rest = (rest + chunk).split(b"\n")
            if len(rest) > LONGEST_LINE:
                raise PullFailed(f"{self.name} wrote a line of more than {LONGEST_LINE:,} bytes and was stopped.")
            yield from whole
        if rest:
            yield rest

    def ended(self) -> None:
        """Wait for its end. Raises PullFailed, with its exit code and its last words, where it did not end well."""
        code = self.process.wait(timeout=30)
        self.listener.join(timeout=5)
        if code:
            how = f"was killed by signal {-code}" if code < 0 else f"ended with exit code {code}"
            said = self._last_words()
            raise PullFailed(f"{self.name} {how}{f': “{said}”' if said else ''}.", "Run it by hand to see more.")

    def _last_words(self) -> str:
        words = [line for line in self.errors.decode("utf-8", "replace").splitlines() if line.strip()]
        said = words[-1].strip() if words else ""
        for secret in self.secrets:
            said = said.replace(secret, HIDDEN)
        return said[:200]

    def stop(self) -> None:
        """End it, and whatever it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGTERM)
            deadline = time.monotonic() + 5
            while self.process.poll() is None and time.monotonic() < deadline:
                time.sleep(0.05)
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.listener.join(timeout=5)
        for pipe in (self.process.stdout, self.process.stderr):
            pipe.close()  # type: ignore[union-attr]


@contextlib.contextmanager
def workplace(files: dict[str, Any]) -> Iterator[Path]:
    """A folder for one run that only this account can read, with these files as JSON; deleted at the end."""
    with tempfile.TemporaryDirectory(prefix="tap-") as name:
        folder = Path(name)
        for file, content in files.items():
            with os.fdopen(os.open(folder / file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as out:
                json.dump(content, out)
        yield folder


def texts_of(config: Any) -> list[str]:
    """Every text of a configuration that could be a secret, as it is and as it may be written; longest first."""
    found: set[str] = set()
    if isinstance(config, dict | list):
        for inner in config.values() if isinstance(config, dict) else config:
            found |= set(texts_of(inner))
    elif config is not None and not isinstance(config, bool) and len(text := str(config)) >= 4:
        found |= {
            text,
            quote(text, safe=""),
            base64.b64encode(text.encode()).decode(),
            json.dumps(text)[1:-1],
            repr(text)[1:-1],
        }
    return sorted(found, key=len, reverse=True)
