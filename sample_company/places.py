"""Where the sample company keeps what it needs between runs: its anchor, its ports, its tokens, its exports."""

import json
import os
import secrets
import socket
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

from django.conf import settings

from sample_company.story.days import ZONE

BASE_PORT = 8710
SYSTEM_COUNT = 4
HIGHEST_PORT = 65_000


def folder() -> Path:
    """The sample company's folder, for its user alone."""
    place = Path(settings.VAR_DIR) / "sample_company"
    place.mkdir(parents=True, exist_ok=True)
    place.chmod(0o700)
    return place


def exports() -> Path:
    """Where finance's nightly exports lie."""
    place = folder() / "exports"
    place.mkdir(exist_ok=True)
    return place


def write_secret(path: Path, text: str) -> None:
    """Write a file that only its user reads."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    path.chmod(0o600)


@dataclass(frozen=True)
class State:
    """What was settled when the company was created: the moment that its story counts from, the ports, the token."""

    moment: str
    base_port: int
    token: str

    @property
    def at(self) -> datetime:
        """The moment as an instant."""
        return datetime.fromisoformat(self.moment)

    @property
    def anchor(self) -> date:
        """The company's date at that moment."""
        return self.at.astimezone(ZONE).date()

    @property
    def addresses(self) -> dict[str, str]:
        """Where each system serves."""
        names = ("events", "campaigns", "studio", "crm")
        return {name: f"http://127.0.0.1:{self.base_port + place}" for place, name in enumerate(names)}


def load() -> State | None:
    """The state that an earlier run kept, if any."""
    path = folder() / "state.json"
    return State(**json.loads(path.read_text())) if path.exists() else None


def save(state: State) -> State:
    """Keep the state for `serve`, `meet` and the next run."""
    write_secret(folder() / "state.json", json.dumps(asdict(state)))
    return state


def new_token() -> str:
    """A token for the systems."""
    return secrets.token_urlsafe(24)


def free_base_port(first: int) -> int:
    """The first base from `first` on, in steps, whose ports are all free on loopback."""
    for base in range(first, HIGHEST_PORT, SYSTEM_COUNT):
        if all(_is_free(base + place) for place in range(SYSTEM_COUNT)):
            return base
    raise OSError("No four neighbouring ports are free on loopback. Close some programs, and start again.")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def password() -> str:
    """The one password of all the sample's people: ARC_SAMPLE_PASSWORD, or one made at the first run and kept."""
    given = os.environ.get("ARC_SAMPLE_PASSWORD", "")
    path = folder() / "password"
    if given:
        return given
    if not path.exists():
        write_secret(path, secrets.token_urlsafe(12))
    return path.read_text().strip()
