"""The one interpretation, and each head's answer to it (rule 18)."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from people.models import Person
from scorecards.models import Agreement, Interpretation, Meeting, Presence
from scorecards.services.locked import moved, name_of, opened, voice_of


@transaction.atomic
def interpret(*, meeting: Meeting, text: str, by: Person, at: datetime) -> Interpretation:
    """Write the one sentence, or change it: a new version, to which nobody has agreed yet. *Stars* underline words."""
    meeting = opened(meeting)
    if by != meeting.initiative.owner(at) and not Presence.objects.filter(meeting=meeting, person=by).exists():
        raise ValidationError("The arc owner and the heads in the room write the one reading. Mark yourself present first.")
    text = " ".join(text.split())
    before = Interpretation.objects.latest_of(meeting)
    if before and before.text == text:
        raise ValidationError({"text": "The sentence is unchanged, so that the answers to it stay."})
    version = before.version + 1 if before else 1
    written = Interpretation(meeting=meeting, version=version, text=text, by=by, at=at)
    written.full_clean()
    written.save()
    moved(meeting, f"{by} wrote version {version} of the one reading. Each head answers it anew.")
    return written


def agree(*, meeting: Meeting, by: Person, at: datetime, version: int | None = None) -> Agreement:
    """Agree, for one's function, that the sentence is what the readings say. `version` is the one that was read."""
    return _answer(meeting, by, at, version, agrees=True, dissent="", commits=True)


def dissent(*, meeting: Meeting, text: str, commits: bool, by: Person, at: datetime, version: int | None = None) -> Agreement:
    """Disagree in writing, for one's function; who commits carries the decision out all the same."""
    return _answer(meeting, by, at, version, agrees=False, dissent=text, commits=commits)


@transaction.atomic
def _answer(meeting: Meeting, by: Person, at: datetime, version: int | None, **answer) -> Agreement:
    meeting = opened(meeting)
    function = voice_of(meeting, by)
    standing = Interpretation.objects.latest_of(meeting)
    if standing is None:
        raise ValidationError("Nobody has written the one reading yet: there is nothing to answer.")
    if version is not None and version != standing.version:
        raise ValidationError(
            f"The sentence was changed while you read it. Version {standing.version} says: “{standing.plain}”"
        )
    found = Agreement.objects.filter(interpretation=standing, function=function).first()
    agreement = found or Agreement(meeting=meeting, interpretation=standing, function=function)
    for name, value in {**answer, "person": by, "at": at}.items():
        setattr(agreement, name, value)
    agreement.full_clean()
    agreement.save()
    commits = " and commits" if answer["commits"] else ""
    verb = "agrees with the one reading" if answer["agrees"] else f"dissents{commits}"
    moved(meeting, f"{name_of(function)} {verb}.")
    return agreement
