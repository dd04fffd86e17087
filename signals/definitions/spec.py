"""The kinds of definition."""

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter, model_validator

from signals.definitions.parts import Filters, Moment, Selection, Strict, Term
from signals.definitions.window import Window


class Tally(Strict):
    """One number over one selection."""

    kind: Literal["count", "sum", "first", "last", "average", "median", "p90", "distinct"]
    what: Selection
    window: Window

    @model_validator(mode="after")
    def has_something_to_measure(self):
        """Events have no value: they can only be counted."""
        if self.what.events and self.kind not in ("count", "distinct"):
            raise ValueError(f"events can be counted, but they have no value to take the {self.kind} of")
        if not self.what.signals and self.kind in ("first", "last"):
            raise ValueError("`first` and `last` are for signals that state a level, such as opening revenue")
        return self


class Ranked(Strict):
    """How many, and which values of one dimension lead: lost deals by reason."""

    kind: Literal["ranked"]
    what: Selection
    rank_by: str = Field(min_length=1, max_length=60, description="A dimension of what is counted, or `status`.")
    window: Window

    @model_validator(mode="after")
    def ranks_what_has_dimensions(self):
        """Events carry no dimensions of their own."""
        if self.what.events:
            raise ValueError("events are ranked through their work: select `work: KIND` instead")
        return self


class Ratio(Strict):
    """A sum of terms over another sum of terms."""

    kind: Literal["ratio"]
    numerator: list[Term] = Field(min_length=1)
    denominator: list[Term] = Field(min_length=1)
    window: Window

    @model_validator(mode="after")
    def adds_something(self):
        """A side of minus terms only would always be below zero."""
        for side in ("numerator", "denominator"):
            if all(term.sign == "minus" for term in getattr(self, side)):
                raise ValueError(f"the {side} has only minus terms; at least one must be added")
        return self


class Duration(Filters):
    """The median time between two moments of one piece of work; days or hours by the definition's unit."""

    kind: Literal["median_between"]
    work: str
    start: Moment = Field(alias="from")
    end: Moment = Field(alias="to")
    split_at: Moment | None = Field(None, description="A moment between them: the two parts are reported too.")
    split_names: tuple[str, str] = ("before", "after")
    clock: Literal["working", "calendar"] = "calendar"
    unfinished: Literal["so_far", "leave_out"] = Field("leave_out", description="`so_far` counts the wait of what still waits.")
    counted_by: Literal["start", "end"] = "end"
    window: Window

    @model_validator(mode="after")
    def can_count_what_waits(self):
        """Work without an end can only be counted by its start."""
        if self.unfinished == "so_far" and self.counted_by == "end":
            raise ValueError("work that still waits has no end yet: with `unfinished: so_far` say `counted_by: start`")
        if self.start.signal:
            raise ValueError("time runs from a moment of the work itself: `from` takes a field or an event")
        return self


class Cohort(Filters):
    """Of the work that entered in the window, the share that reached a later moment."""

    kind: Literal["cohort"]
    work: str
    enters: Moment
    reaches: Moment
    settle_days: int = Field(0, ge=0, le=365, description="Leaves out the newest cohorts, which have had no time to get there.")
    window: Window

    @model_validator(mode="after")
    def enters_by_itself(self):
        """A cohort is formed from the work's own history."""
        if self.enters.signal:
            raise ValueError("a cohort is formed by a field or an event of the work: `enters` takes no signal")
        return self


class LeakageStep(Strict):
    """One step of a funnel: what enters it, what gets through, and the declared share that should."""

    name: str = Field(min_length=1, max_length=60)
    enters: Moment
    reaches: Moment
    benchmark: Decimal = Field(gt=0, le=1, description="The declared rate, as a fraction.")

    @model_validator(mode="after")
    def enters_by_itself(self):
        """A step is entered by the work's own history."""
        if self.enters.signal:
            raise ValueError("a step is entered by a field or an event of the work: `enters` takes no signal")
        return self


class Leakage(Filters):
    """What a funnel loses against declared benchmarks: at each step, amount times (benchmark less actual rate), summed."""

    kind: Literal["leakage"]
    work: str
    steps: list[LeakageStep] = Field(min_length=1)
    window: Window

    def by_step(self) -> list[tuple[LeakageStep, Cohort]]:
        """Each step with its cohort."""
        return list(zip(self.steps, self.cohorts(), strict=True))

    def cohorts(self) -> list[Cohort]:
        """Each step as a cohort."""
        told = self.model_dump(include={"category", "status", "function", "dimensions", "launch", "work", "window"})
        return [Cohort(kind="cohort", enters=step.enters, reaches=step.reaches, **told) for step in self.steps]


class CycleTime(Strict):
    """Days from scope lock to market of one initiative, beside those of the launches before it; or what its slippage costs."""

    kind: Literal["cycle_time"]
    initiative: str
    measure: Literal["days", "slippage_cost"] = "days"


Windowed = Tally | Ranked | Ratio | Duration | Cohort | Leakage
Spec = Annotated[Windowed | CycleTime, Field(discriminator="kind")]
_SPEC: TypeAdapter[Spec] = TypeAdapter(Spec)


def parse_spec(data: Any) -> Spec:
    """The definition in `data`; raises pydantic's ValidationError, which `mistakes` puts in sentences."""
    return _SPEC.validate_python(data)
