"""The numbers of advisory locks: in one place, no two equal."""

import re
from pathlib import Path

from signals import locks

PACKAGES = ("revenue_arc", "people", "initiatives", "signals", "audits", "scorecards")
CHECKOUT = Path(__file__).resolve().parents[2]


def numbers() -> list[int]:
    return [value for name, value in vars(locks).items() if name.isupper()]


def test_no_two_locks_have_the_same_number():
    assert len(numbers()) > 5
    assert len(set(numbers())) == len(numbers())


def test_every_lock_that_is_taken_has_its_number_from_there():
    modules = [path for package in PACKAGES for path in (CHECKOUT / package).rglob("*.py")]
    texts = {path: path.read_text() for path in modules}
    taken = re.compile(r"pg_(?:try_)?advisory_\w*lock\w*\([^)]*\)\"\s*,\s*\[([^,\]]+)")
    given = {said for text in texts.values() for said in taken.findall(text)}
    calls = sum(len(re.findall(r"SELECT pg_\w*advisory", text)) for text in texts.values())
    assert calls == sum(len(taken.findall(text)) for text in texts.values())
    assert given == {f"locks.{name}" for name in vars(locks) if name.isupper()}
