"""Any Singer tap, in a virtual environment of its own: started, listened to, and never trusted with more than its config."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

from signals.connectors.base import Checked, Connector, Page
from signals.failures import PullFailed
from signals.mapping.declared import Strict
from signals.singer import catalog
from signals.singer.config import config_of, program
from signals.singer.messages import Messages
from signals.singer.process import Tap, texts_of, workplace


class SingerSettings(Strict):
    """Which tap, and what it is told that is no secret."""

    tap: str
    config: dict[str, Any] = {}


class SingerConnector(Connector):
    """Runs the tap once for each stream. Its STATE is the stream's cursor, kept in the transaction of the rows before it."""

    Settings = SingerSettings

    def pages(self, stream, state: dict, since: datetime | None = None) -> Iterator[Page]:
        """The tap's records of this stream. Of a tap that dies, what a STATE has followed is kept."""
        config, name = config_of(self.settings.config, self.source.secret, since), self.entry(stream).path or stream.name
        files = {"config.json": config} | ({"state.json": state["state"]} if state.get("state") is not None else {})
        with workplace(files) as folder:
            chosen = catalog.chosen(self._discovered(folder, config), name)
            if chosen.catalog:
                (folder / "catalog.json").write_bytes(orjson.dumps(chosen.catalog))
            known = [file for file in ("config", "state", "catalog") if (folder / f"{file}.json").exists()]
            messages = Messages(chosen.names, state)
            with self._started(folder, config, *known) as tap:
                try:
                    for line in tap.lines():
                        messages.hear(line)
                        yield from messages.full()
                    tap.ended()
                except PullFailed:
                    if (kept := messages.followed()).raws:
                        yield kept
                    raise
        yield messages.rest()

    def check(self, streams: list) -> Checked:
        """Start the tap for the first stream, and wait for its first word."""
        first, config = streams[0], config_of(self.settings.config, self.source.secret)
        name = self.entry(first).path or first.name
        with workplace({"config.json": config}) as folder:
            found = self._discovered(folder, config)
            catalog.chosen(found, name)
            with self._started(folder, config, "config") as tap:
                if next(tap.lines(), None) is None:
                    tap.ended()
        streams_of = f" Its streams: {', '.join(catalog.names(found)[:20])}." if found else ""
        return Checked(ok=True, sentence=f"{tap.name} starts, and its config is taken.{streams_of}", rows=None)

    def _started(self, folder: Path, config: dict, *files: str, discover: bool = False) -> Tap:
        told = [word for file in files for word in (f"--{file}", str(folder / f"{file}.json"))]
        executable = program(self.settings.tap, allowed=self.source.allow_folder)
        return Tap(executable, folder, *told, *(["--discover"] if discover else []), secrets=texts_of(config))

    def _discovered(self, folder: Path, config: dict) -> dict | None:
        """The tap's own catalog; None where it does not give one."""
        with self._started(folder, config, "config", discover=True) as tap:
            try:
                said = b"\n".join(tap.lines())
                tap.ended()
            except PullFailed:
                return None
        return catalog.read(said)
