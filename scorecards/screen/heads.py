"""The four heads: who is in the room, whose call is in, what each says."""

from dataclasses import dataclass

from scorecards.room import Table, Voice


@dataclass(frozen=True)
class Head:
    """One function's card. `style` and `glyph` say its state by colour and shape beside the `word`.

    `reason` is the call's own sentence, where `why` gives a dissent in its place.
    """

    function: str
    label: str
    name: str
    initials: str
    style: str
    glyph: str
    word: str
    note: str
    strong: str
    why: str
    reason: str
    dissents: bool
    present: bool


def heads_of(table: Table) -> list[Head]:
    """The cards in the order of the functions."""
    return [_head(table, voice) for voice in table.voices]


def _head(table: Table, voice: Voice) -> Head:
    style, glyph, word = _state(table, voice)
    strong, why = _why(table, voice)
    speaker = voice.speaker
    dissents = bool(voice.agreement and not voice.agreement.agrees)
    sure = f"{voice.call.confidence}% sure{', called again' if voice.call.number > 1 else ''}" if voice.call else ""
    return Head(
        function=voice.function,
        label=voice.label,
        name=_name(voice),
        initials=speaker.initials if speaker else "\u2013",
        style=style,
        glyph=glyph,
        word=word,
        note=sure,
        strong=strong,
        why=why,
        reason=voice.call.sentence if voice.call and dissents else "",
        dissents=dissents,
        present=voice.present is not None,
    )


def _name(voice: Voice) -> str:
    """Who speaks; a delegate with the initials of the head."""
    if voice.speaker is None:
        return "No head"
    if voice.head is None or voice.speaker == voice.head:
        return voice.speaker.name
    return f"{voice.speaker.name}, for {voice.head.initials}"


def _state(table: Table, voice: Voice) -> tuple[str, str, str]:
    if voice.call:
        return f"is-{voice.call.call}", voice.call.call, voice.call.get_call_display()
    if voice.speaker is None:
        return "is-unknown", "unknown", "Seat vacant"
    if table.meeting.state == "scheduled":
        return "is-plain", "plain", "Expected"
    if voice.present is None:
        return "is-plain", "plain", "Absent" if table.meeting.state == "decided" else "Not in the room"
    if table.meeting.revealed_at:
        return "is-unknown", "unknown", "No call"
    if voice.call_in:
        return "is-sealed", "sealed", "Sealed"
    return "is-plain", "run", "To call"


def _why(table: Table, voice: Voice) -> tuple[str, str]:
    answer = voice.agreement
    if answer and not answer.agrees:
        return ("Dissents, commits." if answer.commits else "Dissents."), answer.dissent
    if voice.call:
        return "", voice.call.sentence
    if not table.interpretation or voice.present is None:
        return "", ""
    return "", "Agrees with the one reading." if answer else "Has not answered the one reading."
