"""What a draft's streams would bring: sampled where that is still to be done, mapped, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import ValidationError

from signals import services
from signals.becoming import Outcome, outcome_of
from signals.connectors import KINDS
from signals.drafts import is_mapped, samples_of
from signals.drift import LOOKED_AT, Drift, changes_of
from signals.failures import PullFailed
from signals.mapping.compiled import Compiled, Place
from signals.mapping.declared import Mapping
from signals.mapping.page import Page
from signals.models import SourceDraft
from signals.sampling import Sample, described


@dataclass(frozen=True)
class StreamPreview:
    """One stream's records as they would be loaded, or why nothing can be shown; and what differs from the last pull."""

    name: str
    outcome: Outcome | None = None
    problem: str = ""
    differing: Sequence[str] = ()

    @property
    def loads_nothing(self) -> bool:
        """Whether there are records, and each would be rejected."""
        return self.outcome is not None and self.outcome.read > 0 and self.outcome.loaded == 0


def sampled(draft: SourceDraft, name: str, at: datetime) -> Sample:
    """Some records of a stream, as they came; kept on the draft. Raises PullFailed."""
    services.sample_draft(draft=draft, name=name, at=at)
    return samples_of(draft)[name]


def previews_of(draft: SourceDraft, at: datetime) -> list[StreamPreview]:
    """Every picked stream, previewed; none of a kind whose events are sent to us and are still to come."""
    if KINDS[draft.kind].pushed:
        return []
    return [preview_of(draft, stream, at) for stream in draft.chosen]


def preview_of(draft: SourceDraft, stream: dict, at: datetime) -> StreamPreview:
    """One stream, previewed."""
    name = stream["name"]
    try:
        sample = sampled(draft, name, at)
    except PullFailed as failure:
        return StreamPreview(name, problem=" ".join(filter(None, [failure.what, failure.todo])))
    if not is_mapped(stream):
        return StreamPreview(name, problem="It is not said yet what its columns mean.")
    try:
        mapping = Mapping.model_validate(described(stream).mapping())
    except ValidationError as mistake:
        return StreamPreview(name, problem=str(mistake.errors()[0]["msg"]))
    place = Place(draft.entry.get("time_zone") or "UTC", draft.entry.get("currency") or "", sample.flat)
    return StreamPreview(name, outcome_of(mapping, sample, place), differing=_differing(draft, stream, mapping, sample, at))


def _differing(draft: SourceDraft, stream: dict, mapping: Mapping, sample: Sample, at: datetime) -> list[str]:
    """Of a source being changed: the columns that this mapping reads and that are not as when it was last pulled."""
    known = draft.source and draft.source.streams.filter(name=stream["name"]).first()
    if not known or not sample.readable:
        return []
    drift = Drift(known, Compiled(mapping, Place("UTC", "", sample.flat)))
    for start in range(0, len(sample.records), LOOKED_AT):
        drift.see(Page([], sample.records[start : start + LOOKED_AT], {}))
    changes = changes_of(drift.found(known, at).get("drift", []))
    return [change.sentence for change in changes if change.mapped and change.what != "new"]
