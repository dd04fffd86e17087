"""Any answer that a description allows, from a seed: what may be missing is so now and then, and more may be added."""

import random
from collections.abc import Iterable
from typing import Any

from tests.signals.fakes.described import Description

TEXTS = ("", "512", "Acme Ltd", "closedwon", "Ünïcode ☃", "null", "0", "2026-03-01", "a" * 600, "1;2", "-1.5", " x ")
INSTANTS = ("2026-03-01T09:00:00Z", "2026-03-01T09:00:00.123Z", "2026-03-01T10:00:00+01:00", "1999-12-31T23:59:59.999999-05:00")
SALESFORCE_INSTANTS = ("2026-03-01T09:00:00.000+0000", "2025-01-31T23:59:59.000+0000")
DAYS = ("2026-03-01", "1999-12-31", "2026-12-31")
INNER = ("name", "key", "displayName", "accountId", "statusCategory")


class Anything:
    """Answers of one description; `names` are what its open objects may have as keys."""

    def __init__(self, description: Description, seed: int, names: Iterable[str] = ()):
        self.description, self.random, self.names = description, random.Random(seed), list(names)
        self.often = self.random.choice([0.0, 0.6, 0.9, 1.0])

    def answer(self, operation: str) -> Any:
        """What an operation may answer."""
        return self.of(self.description.operations[operation]["answer"])

    def of(self, named: Any, depth: int = 0) -> Any:
        """A value of a shape."""
        shape, choose = self.description.shape(named), self.random
        if shape.get("nullable") and choose.random() < 0.2:
            return None
        if "enum" in shape:
            return choose.choice(shape["enum"])
        if "type" not in shape:
            return self._free(depth)
        return getattr(self, f"_{shape['type']}")(shape, depth)

    def _free(self, depth: int) -> Any:
        made = [None, True, self.random.randint(-5, 5_000), 0.5, self.random.choice(TEXTS), self.random.choice(INSTANTS)]
        if depth < 6:
            made += [{name: self._free(depth + 3) for name in INNER}, [self._free(depth + 3)], {}]
        return self.random.choice(made)

    def _string(self, shape: dict, depth: int) -> str:
        form, number = shape.get("format"), self.random.randint(0, 99)
        if form == "id":
            return f"0050000000000{number:02}AAA"
        return self.random.choice(
            {"date-time": INSTANTS, "date": DAYS, "offset-without-colon": SALESFORCE_INSTANTS}.get(form or "", TEXTS)
        )

    def _integer(self, shape: dict, depth: int) -> int:
        return self.random.choice([0, 1, 3, self.random.randint(shape.get("minimum", -3), 2**31 - 1)])

    def _number(self, shape: dict, depth: int) -> float:
        return self.random.choice([0, 12.5, 1e15, -3])

    def _boolean(self, shape: dict, depth: int) -> bool:
        return self.random.random() < 0.5

    def _array(self, shape: dict, depth: int) -> list:
        return [self.of(shape.get("items", {}), depth + 1) for _ in range(self.random.choice([0, 1, 1, 3]))]

    def _object(self, shape: dict, depth: int) -> dict:
        known, needed, often = shape.get("properties", {}), shape.get("required", ()), self.often
        told = [name for name in known if name in needed or self.random.random() < often]
        made = {name: self.of(known[name], depth + 1) for name in told}
        if "additionalProperties" in shape:
            named = [name for name in self.names if self.random.random() < often]
            made |= {name: self.of(shape["additionalProperties"], depth + 1) for name in named}
        elif self.random.random() < 0.2:
            made["xNew"] = self._free(depth + 1)
        return made
