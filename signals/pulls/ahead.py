"""Reading ahead: the next page is fetched and prepared while the database works on this one."""

import contextlib
import gc
import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from django.conf import settings

Item = TypeVar("Item")
_END = object()
BEATS = 9


@contextlib.contextmanager
def rare_collection() -> Iterator[None]:
    """Let Python look for cycles seldom: a page is thousands of records without any, and looking costs a quarter of mapping."""
    before = gc.get_threshold()
    gc.set_threshold(200_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def read_ahead(items: Iterable[Item], *, pages: int = 1, idle: Callable[[], None] = lambda: None) -> Iterator[Item]:
    """Iterate in a thread, at most `pages` ahead. An error comes where it would have come; closing stops the thread.

    While nothing comes, `idle` is called several times within the time after which a heartbeat counts as stopped.
    """
    waiting: queue.Queue = queue.Queue(maxsize=pages)
    patience = settings.PULL_HEARTBEAT_STOPS.total_seconds() / BEATS
    stopped = threading.Event()

    def put(item: object) -> bool:
        while not stopped.is_set():
            try:
                waiting.put(item, timeout=0.1)
                return True
            except queue.Full:
                continue
        return False

    def work() -> None:
        try:
            for item in items:
                if not put(item):
                    return
            put(_END)
        except BaseException as error:
            put(error)

    thread = threading.Thread(target=work, name="read ahead", daemon=True)
    thread.start()
    try:
        while True:
            try:
                item = waiting.get(timeout=patience)
            except queue.Empty:
                idle()
                continue
            if item is _END:
                return
            if isinstance(item, BaseException):
                raise item
            yield item
    finally:
        stopped.set()
        thread.join()
