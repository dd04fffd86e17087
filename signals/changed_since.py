"""What changed of a source since somebody opened it to change it: whoever saves does not undo what they have not seen."""

from typing import Any

from django.core.exceptions import ValidationError

from signals.drafts import entry_from
from signals.models import Source

CHANGED_SINCE = "changed_since"
WORDS = {
    "function": "whose system it is",
    "time_zone": "its time zone",
    "currency": "its currency",
    "interval": "its agreed interval",
    "allow_private": "whether it has a private or loopback address",
    "allow_http": "whether it is reached without TLS",
    "paused": "whether it is paused",
}


def changed_since(source: Source, opened: dict[str, Any]) -> list[str]:
    """What is otherwise than in the entry that was opened, in words; no values, for they may open other systems."""
    now = entry_from(source)
    said = [words for name, words in WORDS.items() if now[name] != opened.get(name)]
    said += [f"the setting “{name}”" for name in _differing(opened.get("settings", {}), now["settings"])]
    was, told = ({stream["name"]: stream for stream in entry.get("streams", [])} for entry in (opened, now))
    return said + [f"the stream “{name}”" for name in _differing(was, told)]


def refuse_changed(source: Source, opened: dict[str, Any]) -> None:
    """Raises ValidationError, of code `changed_since`, where the source is not any more as it was opened."""
    if changed := changed_since(source, opened):
        raise ValidationError(
            f"{source} was changed since you opened it: {', '.join(changed)}. Nothing was saved, and what you entered is kept. "
            "Its page has the history of who changed what; saving again puts yours over it.",
            code=CHANGED_SINCE,
        )


def _differing(was: dict[str, Any], now: dict[str, Any]) -> list[str]:
    return [name for name in {**was, **now} if was.get(name) != now.get(name)]
