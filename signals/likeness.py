"""Names that are alike: normalised, blocked, compared. Values in, values out; a likeness is only ever a suggestion."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import combinations
from typing import NamedTuple

from cleanco import prepare_default_terms
from cleanco.clean import normalized
from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

ALIKE = 0.90
MOST = 3
DROPPED = str.maketrans("", "", ".'\u2019")
WORDS = re.compile(r"[^\W_]+")
Block = tuple[str, str]
Pair = tuple[int, int]


class Named(NamedTuple):
    """A name that one source gives a party; `customer` is the row that stands for it."""

    party: int
    customer: int
    source: int
    name: str


class Likeness(NamedTuple):
    """Two parties of two sources and two customers whose names are alike; `a` is the lower number."""

    a: int
    b: int
    score: float


def words_of(text: str) -> list[str]:
    """The words of a name in small letters, without accents and signs; `S.A.` is one word."""
    plain = text.translate(DROPPED)
    # What compatibility takes apart (a mathematical capital A) may be a capital: small letters come last too.
    return WORDS.findall(plain.casefold() if plain.isascii() else normalized(plain).casefold())


LEGAL = frozenset(tuple(words_of(" ".join(term))) for _, term in prepare_default_terms()) - {()}
LONGEST = max(map(len, LEGAL))


def plain_name(text: str) -> str:
    """A name without accents, signs and the legal forms at its end: `Müller & Söhne GmbH` is `muller sohne`.

    A name that is nothing but a legal form stays as it is.
    """
    words = words_of(text)
    while len(words) > 1:
        ending = next((size for size in range(min(LONGEST, len(words) - 1), 0, -1) if tuple(words[-size:]) in LEGAL), 0)
        if not ending:
            break
        del words[-ending:]
    return " ".join(words)


def block_of(plain: str) -> Block:
    """The first three letters of the first two words: only names that share them are compared."""
    first, _, rest = plain.partition(" ")
    return first[:3], rest.partition(" ")[0][:3]


def likenesses(
    named: Iterable[Named], decided: Collection[Pair] = (), *, at_least: float = ALIKE, most: int = MOST
) -> list[Likeness]:
    """Parties of different customers and sources whose names are alike (Jaro-Winkler), the most alike first.

    Of each other source a customer comes only with the name that is most alike there (with `most`, where several are as much):
    the lesser ones come once that is decided. Each two customers come once, by the pair of their names that is most alike.
    `decided` holds pairs of customers, lower number first, that a person has decided on: they do not come.
    """
    alike = [
        (one, other, score)
        for one, other, score in _alike(named, at_least)
        if one.customer != other.customer and _ordered(one.customer, other.customer) not in decided
    ]
    top: dict[tuple[int, int], float] = {}
    for one, other, score in alike:
        for place in ((one.customer, other.source), (other.customer, one.source)):
            top[place] = max(top.get(place, score), score)
    best: dict[Pair, tuple[Likeness, Named, Named]] = {}
    for one, other, score in alike:
        if top[one.customer, other.source] == score == top[other.customer, one.source]:
            found = Likeness(*_ordered(one.party, other.party), score)
            customers = _ordered(one.customer, other.customer)
            if customers not in best or _rank(best[customers][0]) < _rank(found):
                best[customers] = found, one, other
    return _few(best.values(), most)


def _few(found: Iterable[tuple[Likeness, Named, Named]], most: int) -> list[Likeness]:
    """The most alike first; of each customer at most so many from one other source."""
    times: dict[tuple[int, int], int] = defaultdict(int)
    kept = []
    for likeness, one, other in sorted(found, key=lambda item: _rank(item[0]), reverse=True):
        places = ((one.customer, other.source), (other.customer, one.source))
        if all(times[place] < most for place in places):
            kept.append(likeness)
            for place in places:
                times[place] += 1
    return kept


def _rank(found: Likeness) -> tuple[float, int, int]:
    return found.score, -found.a, -found.b


def _ordered(one: int, other: int) -> Pair:
    return (one, other) if one < other else (other, one)


def _alike(named: Iterable[Named], at_least: float) -> Iterator[tuple[Named, Named, float]]:
    """Each two names of one block and of two sources that are alike, with how much."""
    blocks: dict[Block, dict[int, dict[str, list[Named]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for one in named:
        if plain := plain_name(one.name):
            blocks[block_of(plain)][one.source][plain].append(one)
    for sources in blocks.values():
        for few, many in combinations(sorted(sources.values(), key=len), 2):
            choices = list(many)
            for plain, ones in few.items():
                hits = process.extract_iter(plain, choices, scorer=JaroWinkler.similarity, score_cutoff=at_least)
                for hit, score, _ in hits:
                    yield from ((one, other, score) for one in ones for other in many[hit])
