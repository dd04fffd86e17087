"""A metric with its definition as a sources file, the catalogue or the page states it."""

import re
from datetime import timedelta
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, model_validator

from people.models import Function
from signals import catalogue
from signals.definitions.parts import FunctionName, Strict
from signals.definitions.spec import CycleTime, Duration, Leakage, Spec

SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
RESERVED_KEYS = ("new",)


def age_from_text(value: Any) -> Any:
    """`90m`, `24h`, `2d` as a timedelta; raises ValueError with a sentence otherwise."""
    if isinstance(value, timedelta) or value is None:
        return value
    found = re.fullmatch(r"(\d{1,6})\s*([smhdw])", str(value).strip())
    if not found:
        raise ValueError(f"an age is written 90m, 24h or 2d, not “{value}”")
    return timedelta(seconds=int(found[1]) * SECONDS[found[2]])


def _currency(value: str) -> str:
    if value and not re.fullmatch(r"[A-Z]{3}", value):
        raise ValueError(f"a currency is written with three capital letters, such as USD, not “{value}”")
    return value


def _free_key(value: str) -> str:
    if value in RESERVED_KEYS:
        raise ValueError(f"“{value}” is an address of the console's own: choose another key")
    return value


def age_to_text(age: timedelta) -> str:
    """A timedelta as `age_from_text` reads it, in the largest unit that leaves nothing over."""
    seconds = int(age.total_seconds())
    letter = next(letter for letter in "dhms" if seconds % SECONDS[letter] == 0)
    return f"{seconds // SECONDS[letter]}{letter}"


Age = Annotated[timedelta, BeforeValidator(age_from_text), PlainSerializer(age_to_text, when_used="json")]


class MetricEntry(Strict):
    """One metric and the definition it should have."""

    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}$"), AfterValidator(_free_key)]
    from_catalogue: str | None = None
    name: str = Field(min_length=1, max_length=80)
    function: FunctionName | Literal[""] = ""
    topic: str = Field("", max_length=60)
    description: str = ""
    position: int | None = Field(None, ge=0)
    definition: Spec
    unit: Literal["h", "d", "%", "count", "money"] = "count"
    currency: Annotated[str, AfterValidator(_currency)] = ""
    direction: Literal["up", "down"] = "up"
    target: Decimal | None = None
    watch: Decimal | None = None
    sources: list[str] = Field(default_factory=list)
    source_label: str = Field("", max_length=40)
    functions: list[FunctionName] = Field(default_factory=list)
    tolerated_age: Age | None = None

    @model_validator(mode="before")
    @classmethod
    def starts_from_the_catalogue(cls, data: Any) -> Any:
        """With `from_catalogue`, what the entry does not say is taken from there."""
        if not isinstance(data, dict) or not data.get("from_catalogue"):
            return data
        shipped = catalogue.METRICS.get(data["from_catalogue"])
        if shipped is None:
            raise ValueError(f"the catalogue has no “{data['from_catalogue']}”; it has {', '.join(sorted(catalogue.METRICS))}")
        own = data.get("definition") or {}
        spec = {**shipped["definition"], **own} if own.get("kind") in (None, shipped["definition"]["kind"]) else own
        return {"key": data["from_catalogue"], **shipped, **data, "definition": spec}

    @model_validator(mode="after")
    def makes_sense(self):
        """The unit fits the kind, money has a currency, the watch threshold lies on the bad side of the target."""
        if self.unit == "money" and not self.currency:
            raise ValueError("a number in money names its `currency`, such as USD")
        costs = isinstance(self.definition, Leakage) or getattr(self.definition, "measure", "") == "slippage_cost"
        if costs and self.unit != "money":
            raise ValueError("what is lost is an amount: set `unit: money` and its `currency`")
        if isinstance(self.definition, (Duration, CycleTime)) and not costs and self.unit not in ("h", "d"):
            raise ValueError("a time is measured in h or d: set `unit`")
        if self.watch is not None and self.target is None:
            raise ValueError("a `watch` threshold needs a `target`")
        watch, target = (self.watch, self.target) if self.direction == "up" else (self.target, self.watch)
        if watch is not None and target is not None and watch > target:
            raise ValueError("`watch` lies on the bad side of `target`: below it when more is better, above it when less is")
        if not self.sources and not isinstance(self.definition, CycleTime):
            raise ValueError("say which `sources` it needs: their age is the reading's age")
        return self

    def signers(self) -> list[str]:
        """The functions named to sign, in the order of the arc."""
        return [function for function in Function.values if function in self.functions]
