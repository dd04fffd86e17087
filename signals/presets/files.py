"""The presets as they are written: one KIND.yaml for each kind, and what a source of that kind takes from it."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
TAKEN = ("function", "interval", "time_zone", "currency")


def kinds() -> list[str]:
    """The kinds that have a preset, by name."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def written(kind: str) -> dict[str, Any]:
    """A kind's preset as its file says it."""
    return _read(FOLDER / f"{kind}.yaml")


@lru_cache
def _read(path: Path) -> dict[str, Any]:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def filled(source: Any) -> Any:
    """A source's entry with what it leaves to its kind's preset: it says `preset: true`, or names no streams.

    A setting or a stream of the same name that the entry does say stays as it says.
    """
    if not isinstance(source, dict) or source.get("kind") not in kinds() or not _wants_preset(source):
        return source
    preset = written(source["kind"])
    own = {stream.get("name"): stream for stream in source.get("streams") or [] if isinstance(stream, dict)}
    streams = [own.pop(stream["name"], stream) for stream in preset["streams"]]
    return {
        **{name: preset[name] for name in TAKEN if name in preset},
        **source,
        "preset": True,
        "settings": {**preset.get("settings", {}), **(source.get("settings") or {})},
        "streams": [*streams, *own.values()],
    }


def _wants_preset(source: dict) -> bool:
    return bool(source.get("preset", "streams" not in source))
