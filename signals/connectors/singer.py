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
            messages, tap = Messages(chosen.names, state), self._start(folder, config, *known)
            try:
                for line in tap.lines():
                    messages.hear(line)
                    yield from messages.full()
                tap.ended()
            except PullFailed:
                if (kept := messages.followed()).raws:
                    yield kept
                raise
            finally:
                tap.stop()
        yield messages.rest()

    def check(self, streams: list) -> Checked:
        """Start the tap for the first stream, and wait for its first word."""
        first, config = streams[0], config_of(self.settings.config, self.source.secret)
        name = self.entry(first).path or first.name
        with workplace({"config.json": config}) as folder:
            found = self._discovered(folder, config)
            catalog.chosen(found, name)
            tap = self._start(folder, config, "config")
            try:
                spoke = next(tap.lines(), None)
                if spoke is None:
                    tap.ended()
            finally:
                tap.stop()
        streams_of = f" Its streams: {', '.join(catalog.names(found)[:20])}." if found else ""
        return Checked(ok=True, sentence=f"{tap.name} starts, and its config is taken.{streams_of}", rows=None)

    def _start(self, folder: Path, config: dict, *files: str) -> Tap:
        told = [word for file in files for word in (f"--{file}", str(folder / f"{file}.json"))]
        return Tap(program(self.settings.tap, allowed=self.source.allow_folder), folder, *told, secrets=texts_of(config))

    def _discovered(self, folder: Path, config: dict) -> dict | None:
        """The tap's own catalog; None where it does not give one."""
        tap = Tap(
            program(self.settings.tap, allowed=self.source.allow_folder),
            folder,
            "--config",
            str(folder / "config.json"),
            "--discover",
            secrets=texts_of(config),
        )
        try:
            said = b"\n".join(tap.lines())
            tap.ended()
        except PullFailed:
            return None
        finally:
            tap.stop()
        return catalog.read(said)
