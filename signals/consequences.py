"""What saving a changed source will do to what it has loaded, in sentences, before it is saved."""

from revenue_arc.words import listed
from signals.entries import SourceEntry
from signals.models import Source


def consequences_of(source: Source, entry: SourceEntry) -> list[str]:
    """A sentence for each thing that happens; none where only its name, interval or credential changes."""
    if source.kind == Source.PUSHED:
        return _of_pushed(source, entry)
    known = {stream.name: stream for stream in source.streams.filter(retired=False)}
    told = {stream.name: stream for stream in entry.streams}
    both = [name for name in told if name in known]
    remapped = [name for name in both if known[name].mapping != told[name].mapping()]
    reread = [name for name in both if name not in remapped and known[name].settings != told[name].reading()]
    gone, new = [name for name in known if name not in told], [name for name in told if name not in known]
    said = []
    if remapped:
        said.append(
            f"{_streams(remapped)} mapped anew: read again from the start, and every record that the source still has is"
            " brought in line. A record that it no longer has keeps what it was read as, until you map the kept records anew"
            " on the source's page."
        )
    if reread:
        said.append(f"{_streams(reread)} read in another way: from the start again. What came already is found unchanged.")
    if gone:
        said.append(f"{_streams(gone)} not read any more. What came of it stays, and grows old.")
    if new:
        said.append(f"{_streams(new)} read for the first time.")
    if (source.time_zone, source.currency) != (entry.time_zone, entry.currency):
        said.append("Time zone and currency count for what is read from now on; a backfill brings what came before in line.")
    return said


def _of_pushed(source: Source, entry: SourceEntry) -> list[str]:
    """What was pushed to us came once: a change counts for what comes from now on."""
    was = {stream.name: (stream.settings, stream.mapping) for stream in source.streams.filter(retired=False)}
    changed = was != {stream.name: (stream.reading(), stream.mapping()) for stream in entry.streams}
    changed = changed or (source.time_zone, source.currency) != (entry.time_zone, entry.currency)
    told = (
        "This counts for events that come from now on. Those that have come keep what they were read as, until you map"
        " the kept records anew on the source's page."
    )
    return [told] if changed else []


def _streams(names: list[str]) -> str:
    quoted = [f"“{name}”" for name in names]
    return f"{listed(quoted)} {'is' if len(names) == 1 else 'are'}"
