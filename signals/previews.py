"""What a draft's streams would bring: sampled where that is still to be done, mapped, in words."""

from dataclasses import dataclass
from datetime import datetime

from pydantic import ValidationError

from signals import services
from signals.becoming import Outcome, outcome_of
from signals.connectors import KINDS
from signals.drafts import is_mapped, samples_of
from signals.failures import PullFailed
from signals.mapping.compiled import Place
from signals.mapping.declared import Mapping
from signals.models import SourceDraft
from signals.sampling import Sample, described


@dataclass(frozen=True)
class StreamPreview:
    """One stream's records as they would be loaded; or why nothing can be shown."""

    name: str
    outcome: Outcome | None = None
    problem: str = ""


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
    return StreamPreview(name, outcome_of(mapping, sample, place))
