"""How long a source is waited for: a pull has time, a person before a page has not."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

import httpx


@dataclass(frozen=True)
class Patience:
    """The time limits of one request, how often it is sent, and what is said when it was in vain."""

    limits: httpx.Timeout
    attempts: int
    advice: str = ""


OF_A_PULL = Patience(httpx.Timeout(30.0, connect=10.0), 4)
OF_A_PAGE = Patience(
    httpx.Timeout(12.0, connect=6.0),
    1,
    "A page waits for an answer for 12 seconds and asks once; a pull waits longer. Try again.",
)
_now: ContextVar[Patience] = ContextVar("patience", default=OF_A_PULL)


def patience() -> Patience:
    """How long a client that is made now waits."""
    return _now.get()


@contextmanager
def for_a_page() -> Iterator[None]:
    """Clients made inside wait as long as a page may, so that a slow source holds none for minutes."""
    before = _now.set(OF_A_PAGE)
    try:
        yield
    finally:
        _now.reset(before)
