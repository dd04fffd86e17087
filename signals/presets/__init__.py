"""What is known of a kind of source beforehand, so that an administrator gives only an address and a credential."""

from typing import Any

from pydantic import Field

from signals.definitions import MetricEntry
from signals.entries import Duration, SourceEntry, StreamEntry
from signals.mapping.declared import Strict
from signals.presets.files import filled, kinds, written


class CredentialTold(Strict):
    """What the credential is, and where it is found; sentences for a form."""

    what: str
    where: str


class Preset(Strict):
    """One kind's preset: what it can pull and how, and the metrics that this feeds."""

    title: str = Field(description="The vendor's name as people write it.")
    about: str = Field(description="What it can pull, in a sentence.")
    credential: CredentialTold | None = None
    needs: dict[str, str] = Field({}, description="Settings that only the administrator knows, each with an example.")
    function: str = ""
    interval: Duration
    time_zone: str = "UTC"
    currency: str = ""
    settings: dict[str, Any] = {}
    streams: list[StreamEntry] = Field(min_length=1)
    about_streams: dict[str, str] = Field({}, description="What each stream brings, in a sentence.")
    metrics: list[dict[str, Any]] = Field([], description="As in a sources file, without `sources`.")

    def metrics_of(self, source: str) -> list[MetricEntry]:
        """The metrics that a source of this name feeds."""
        return [MetricEntry.model_validate({**metric, "sources": [source]}) for metric in self.metrics]


def preset(kind: str) -> Preset | None:
    """The preset of a kind; None where it has none. Raises ValidationError where its file is wrong."""
    return Preset.model_validate(written(kind)) if kind in kinds() else None


def entry_of(kind: str, name: str, **said: Any) -> SourceEntry:
    """A whole entry of a source from its kind's preset and what the administrator says. Raises ValidationError."""
    return SourceEntry.model_validate(filled({"kind": kind, "name": name, "preset": True, **said}))


__all__ = ["CredentialTold", "Preset", "entry_of", "filled", "kinds", "preset"]
