"""The kinds of source that can be connected in pages, with the words of the form: from the connectors and their presets."""

from dataclasses import dataclass

from signals.connectors import KINDS
from signals.presets import preset

NO_VENDOR = ("sql", "singer", "webhook")
WORDS = {
    "file": ("Files", "CSV, JSON lines or JSON: uploaded, or read again and again from a folder."),
    "event_log": (
        "Event log",
        "Who did which step of which case, when: XES, CSV or OCEL 2.0 JSON. "
        "Where its columns have the usual names, nothing is asked.",
    ),
    "rest": ("Any JSON API", "An address that answers with lists of records. The columns are guessed, and you confirm them."),
}


REACHED = {
    "file": ("Readable", "Not readable"),
    "event_log": ("Readable", "Not readable"),
    "singer": ("Starts", "Does not start"),
    "webhook": ("Ready for its events", "Not ready"),
}


@dataclass(frozen=True)
class Offered:
    """One kind: its name, what it can pull, what its credential is and where it is found."""

    kind: str
    title: str
    about: str
    credential: str = ""
    where: str = ""
    is_known: bool = False

    @property
    def reached(self) -> tuple[str, str]:
        """What a check that succeeds says of this kind, and one that does not."""
        return REACHED.get(self.kind, ("Reached", "Not reached"))


def offered(kind: str) -> Offered:
    """One kind in the words of the form."""
    known = preset(kind)
    if known is not None:
        told = known.credential
        words = (told.what, told.where) if told else ("", "")
        return Offered(kind, known.title, known.about, *words, is_known=True)
    if kind in WORDS:
        return Offered(kind, *WORDS[kind], "Its credential", "As the system calls it: token, key, or user:password.")
    about = (KINDS[kind].__doc__ or "").strip().splitlines()[0] if kind in KINDS else ""
    return Offered(kind, kind.replace("_", " ").capitalize(), about, "Its credential", "")


def all_offered() -> list[Offered]:
    """Every kind: vendors first, by name; then what has a preset and no vendor, and what is described by hand."""
    return sorted(map(offered, KINDS), key=lambda one: (not one.is_known, one.kind in NO_VENDOR, one.title.lower()))
