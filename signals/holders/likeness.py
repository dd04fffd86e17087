"""Whom of our people a resource may be, by the likeness of names: only ever suggested. Pure but for the people given."""

from collections.abc import Iterable

from rapidfuzz.distance import JaroWinkler

from people.models import Person
from signals.likeness import words_of

ALIKE = 0.85
MOST = 3


def suggestions_for(name: str, people: Iterable[Person]) -> list[Person]:
    """At most three people whose name or address is like it, the most alike first; the order of words does not matter."""
    plain = _plain(name.partition("@")[0])
    scored = [(_likeness(plain, person), person) for person in people]
    likely = sorted((pair for pair in scored if pair[0] >= ALIKE), key=lambda pair: (-pair[0], pair[1].name, pair[1].pk))
    return [person for _, person in likely[:MOST]]


def _likeness(plain: str, person: Person) -> float:
    return max(_alike(plain, _plain(person.name)), _alike(plain, _plain(person.email.partition("@")[0])))


def _plain(text: str) -> str:
    """The words in small letters, without accents and signs, in one order."""
    return " ".join(sorted(words_of(text.replace(".", " ").replace("_", " "))))


def _alike(one: str, other: str) -> float:
    return JaroWinkler.similarity(one, other) if one and other else 0.0
