"""How a REST endpoint is asked for its next page, and when to stop."""

from signals.client import Answer
from signals.entries import Pagination
from signals.failures import PullFailed

PARAMS = {"page": "page", "offset": "offset", "cursor": "cursor"}


class Paging:
    """Where one read of a stream stands."""

    def __init__(self, how: Pagination, start: object = None):
        self.how, self.next, self.ended = how, start, False
        self.param = how.param or PARAMS.get(how.style, "")
        self.seen: set[object] = set()
        self.before, self.longest = "", 0
        self.total: int | None = None
        self.received: int | None = 0 if start is None else None  # not known where a read goes on

    def request(self, path: str, params: dict) -> tuple[str, dict[str, str]]:
        """The path and parameters of the next page."""
        sized: dict[str, object] = {self.how.size_param: self.how.size} if self.how.size_param else {}
        if self.how.style == "link" and self.next is not None:
            return str(self.next), {}
        if self.how.style in ("page", "offset"):
            start = self.how.first if self.how.style == "page" else 0
            sized[self.param] = self.next if self.next is not None else start
        elif self.how.style == "cursor" and self.next is not None:
            sized[self.param] = self.next
        return path, {name: str(value) for name, value in {**params, **sized}.items()}

    def advance(self, answer: Answer, count: int, digest: str, total: int | None = None) -> None:
        """Find the next page from an answer with `count` records. Raises PullFailed where the source stands still.

        `digest` tells whether it is the same page as the one before, `total` how many records there are, where that is told.
        """
        is_same = bool(count) and digest == self.before
        self._receive(0 if is_same else count, total)
        following = getattr(self, f"_after_{self.how.style}")(answer, count)
        if following is not None:
            if not str(following).isprintable():
                raise PullFailed(f"{answer.url.path} named a next page that is none.", "Correct `pagination`.")
            if self.how.style in ("cursor", "link") and count == 0:
                raise PullFailed(f"{answer.url.path} gave an empty page and yet a next one.", "Correct `pagination`.")
            if following in self.seen or following == self.next:
                raise PullFailed(f"{answer.url.path} named the same next page twice: it stands still.", "Correct `pagination`.")
            self.seen.add(following)
        if is_same and self._is_short(count) and not self.is_missing:
            following = None  # it does not page: all its records came at once
        elif is_same:
            raise PullFailed(f"{answer.url.path} gave the same page twice: it stands still.", "Correct `pagination`.")
        self.next, self.ended, self.before = following, following is None, digest

    def _after_none(self, answer: Answer, count: int) -> None:
        return None

    def _after_page(self, answer: Answer, count: int) -> int | None:
        current = self.next if self.next is not None else self.how.first
        return int(str(current)) + 1 if self._more(count) else None

    def _after_offset(self, answer: Answer, count: int) -> int | None:
        return int(str(self.next or 0)) + count if self._more(count) else None

    def _receive(self, count: int, total: int | None) -> None:
        self.longest, self.total = max(self.longest, count), total
        self.received = self.received + count if self.received is not None else None

    @property
    def is_missing(self) -> bool:
        """Whether fewer records have come than the source says that there are."""
        return self.total is not None and self.received is not None and self.received < self.total

    def _is_short(self, count: int) -> bool:
        return self.how.style in ("page", "offset") and bool(self.how.size_param) and count < self.how.size

    def _more(self, count: int) -> bool:
        """Whether to ask on. A page shorter than asked is the last, unless no longer one came: a server may give fewer."""
        if not count or not self._is_short(count):
            return count > 0
        is_all = self.total is not None and self.received is not None and not self.is_missing
        return self.is_missing or (count >= self.longest and not is_all)

    def _after_cursor(self, answer: Answer, count: int) -> str | None:
        found = answer.field(self.how.next or "next")
        return str(found) if found not in (None, "", False) else None

    def _after_link(self, answer: Answer, count: int) -> str | None:
        found = answer.field(self.how.next) if self.how.next else answer.next_link
        return str(found) if found else None
