"""Lists that come page by page: each page says where the next one is, and an end, not a number of rows, ends them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from signals.client import Answer
from signals.connectors.base import Page
from signals.failures import PullFailed


class TokenExpired(PullFailed):
    """The source no longer knows the page token that it once gave: the list begins again."""


@dataclass(frozen=True)
class Listed:
    """Where a vendor's answer has its records, the next page's token, its own word for the end, and how many there are.

    `param` carries the token, as a parameter or in the body. `sparse`: an answer may leave an empty list out. `resumes`: asked
    without a token, it goes on after the last page.
    """

    records: str
    next: str
    param: str = ""
    last: str = ""
    total: str = ""
    sparse: bool = False
    resumes: bool = False


@dataclass(frozen=True)
class Part:
    """One page: its records, the token that it was asked with and the next one's, and how many records there are in all."""

    where: str
    records: list[dict[str, Any]]
    here: Any = None
    next: Any = None
    total: int | None = None
    is_told: bool = True

    def present(self, id_: str, state: dict, *, last: bool = False) -> Page:
        """A page of the ids that are there: what they lack was deleted. Raises PullFailed where some are not told."""
        ids = [record.get(id_) for record in self.records]
        if not self.is_told or not all(ids):
            raise PullFailed(f"{self.where} listed what there is without its ids.", "Nothing was marked as deleted.")
        return Page([], [], state, last=last, present=[str(one) for one in ids])


def parts(ask: Callable[[str | None], Answer], how: Listed, token: str | None = None) -> Iterator[Part]:
    """A list's pages from a token on; one that has expired begins it again. Raises PullFailed where it stands still."""
    seen: set[str] = set()
    while True:
        try:
            with ask(token) as answer:
                part = part_of(answer, how, token)
        except TokenExpired:
            if token is None or (seen and not how.resumes):
                raise
            token = None
            continue
        if part.next is not None and not part.next.isprintable():
            raise PullFailed(f"{part.where} named a next page that is none.", "Nothing of this page was taken.")
        if part.next is not None and (part.next in seen or not part.records):
            raise PullFailed(
                f"{part.where} named a next page that leads no further: it stands still.", "Nothing more of it is taken."
            )
        yield part
        if part.next is None:
            return
        token = part.next
        seen.add(token)


def beyond(ask: Callable[[Any], Part], ends_at: Callable[[Part, Any], Any], place: Any = None) -> Iterator[tuple[Part, Any]]:
    """Pages that each ask for what lies beyond the last record of the one before, until one says that nothing follows.

    Each comes with the place where it ends, which `ends_at` finds, given the one before. No number of rows ends such a list,
    and no token of it expires. Raises PullFailed where it stands still.
    """
    while True:
        part = ask(place)
        before, place = place, ends_at(part, place)
        if part.next is not None and place == before:
            raise PullFailed(
                f"{part.where} ended two pages with the same row: it stands still.", "Nothing more of it is taken."
            )
        yield part, place
        if part.next is None:
            return


def part_of(answer: Answer, how: Listed, here: str | None = None) -> Part:
    """The page that an answer is. Raises PullFailed where it says that more follows, but not where, or has no list."""
    where = f"{answer.url.host}{answer.url.path}"
    records, token = answer.records(how.records), answer.field(how.next)
    if records is None and not how.sparse:
        raise PullFailed(f"{where} answered without its list of {how.records}.", "Nothing of this page was taken.")
    if how.last and not how.sparse and not token and answer.field(how.last) is False:
        raise PullFailed(f"{where} says that more follows, and not where.", "Nothing of this page was taken.")
    ended = token in (None, "", False) or (how.last and answer.field(how.last) is True)
    total = whole(answer.field(how.total)) if how.total else None
    return Part(where, records or [], here, None if ended else str(token), total, records is not None)


def whole(found: object) -> int | None:
    """A number that an answer tells; None where it tells none."""
    try:
        return int(found)  # type: ignore[call-overload]
    except (TypeError, ValueError, OverflowError):
        return None
