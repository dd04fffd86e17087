"""The streams that a tap offers, before any is read."""

from typing import Any

from django.core.exceptions import ValidationError

from signals.connectors.singer import SingerConnector
from signals.models import Source
from signals.presets import preset
from signals.probing.explored import Explored
from signals.singer import catalog
from signals.singer.config import config_of
from signals.singer.process import workplace

Stream = dict[str, Any]
MOST = 200


class _Discovering(SingerConnector):
    """A tap that is only asked what it has."""

    def names(self) -> list[str]:
        config = config_of(self.settings.config, self.source.secret)
        with workplace({"config.json": config}) as folder:
            found = self._discovered(folder, config)
        return catalog.names(found)[:MOST] if found else []


def explore(source: Source, streams: list[Stream], new: bool) -> Explored:
    """The preset's streams that the tap has, and its others, to be picked; all as they were where it has no catalog."""
    told, known = _told(source), preset(source.kind)
    if not told:
        return Explored(streams)
    expected = {stream.name for stream in known.streams} if known and new else set()
    kept = [one for one in streams if one["name"] not in expected or _own(one) in told]
    more = [name for name in told if name not in {_own(one) for one in kept} | {one["name"] for one in kept}]
    return Explored([*kept, *({"name": name} for name in more)], dict.fromkeys(more, ""))


def complete(source: Source, stream: Stream) -> Stream:
    """A stream that the tap has, as far as it says. Raises PullFailed, ValidationError."""
    told = _told(source)
    if told and _own(stream) not in told:
        raise ValidationError({"path": f"The tap has no stream “{_own(stream)}”. It has {', '.join(told)}."})
    return stream


def _own(stream: Stream) -> str:
    """What the tap calls a stream."""
    return stream.get("path") or stream["name"]


def _told(source: Source) -> list[str]:
    """The names of the tap's streams; none where it has no catalog."""
    with _Discovering(source) as tap:
        return tap.names()
