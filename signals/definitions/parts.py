"""What a definition selects: signals, work or events, and moments in the life of a piece of work."""

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator


def _listed(value):
    return [value] if isinstance(value, (str, int, float, bool)) else value


def _as_text(value):
    return [str(item) if isinstance(item, (int, float)) and not isinstance(item, bool) else item for item in _listed(value)]


Texts = Annotated[list[Annotated[str, Field(min_length=1, max_length=200)]], BeforeValidator(_as_text), Field(min_length=1)]
FunctionName = Literal["product", "marketing", "creative", "sales"]
EventKind = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Measure = Literal["count", "sum", "first", "last", "distinct"]


class Strict(BaseModel):
    """Refuses keys that the language does not know, so that a typing error is never a silent default."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True, frozen=True)


class Filters(Strict):
    """What narrows a selection down."""

    category: Texts | None = Field(None, description="Status categories of the work: open, won, lost…")
    status: Texts | None = Field(None, description="Statuses in the words of the source.")
    function: FunctionName | None = None
    dimensions: dict[str, Texts] = Field(default_factory=dict)
    launch: str | None = Field(None, description="Short for the dimension `launch`.")

    def all_dimensions(self) -> dict[str, list[str]]:
        """The dimensions asked for, the launch among them."""
        return {**self.dimensions, **({"launch": [self.launch]} if self.launch else {})}


class Selection(Filters):
    """Signals by metric key, or work by kind, or events of work."""

    signals: Texts | None = None
    work: str | None = None
    events: EventKind | None = None
    by: Literal["opened", "closed", "due", "open"] | None = Field(
        None, description="Which instant of the work lies in the window; `open`: work that was open when the window ended."
    )
    to: Texts | None = Field(None, description="For events: what the status or holder became.")
    called: str | None = Field(None, min_length=1, max_length=80, description="What people call it, for the sentence.")

    @model_validator(mode="after")
    def selects_one_thing(self):
        """Signals, work or events: exactly one, with the filters that fit it."""
        if bool(self.signals) == bool(self.work or self.events):
            raise ValueError("say what is counted: either `signals: KEY`, or `work: KIND` (with `events:` for its events)")
        if self.events and not self.work:
            raise ValueError("events belong to work: say which, as in `work: lead`")
        if self.work and not self.events and not self.by:
            raise ValueError(
                "say which instant of the work counts: `by: opened`, `closed` or `due`, or `by: open` for open work"
            )
        if self.signals and (self.category or self.status or self.by or self.to):
            raise ValueError("`category`, `status`, `by` and `to` are for work, not for signals")
        if self.events and self.by:
            raise ValueError("an event counts at its own instant: leave `by` out")
        return self


class Term(Selection):
    """One summand of a ratio's numerator or denominator."""

    measure: Measure = "count"
    sign: Literal["plus", "minus"] = "plus"

    @model_validator(mode="after")
    def can_be_measured(self):
        """Only what has a value can be summed, and only signals have a first and a last day."""
        if self.events and self.measure != "count":
            raise ValueError("events can be counted, not summed")
        if not self.signals and self.measure in ("first", "last"):
            raise ValueError("`first` and `last` are for signals that state a level, such as opening revenue")
        return self


class Moment(Strict):
    """An instant in the life of a piece of work: a field, its first such event, or its customer's first such signal."""

    field: Literal["opened", "closed", "due"] | None = None
    event: EventKind | None = None
    to: Texts | None = None
    by_person: bool = Field(False, description="Only events that name who did them.")
    not_by: Texts | None = Field(None, description="Actors that are machines: their events do not count.")
    signal: str | None = None
    called: str | None = Field(None, min_length=1, max_length=80, description="What people call it, for the sentence.")

    @model_validator(mode="after")
    def names_one_moment(self):
        """A field, an event or a signal: exactly one."""
        if sum(map(bool, (self.field, self.event, self.signal))) != 1:
            raise ValueError("a moment is one of `field: opened`, `event: status` or `signal: KEY`")
        if not self.event and (self.to or self.by_person or self.not_by):
            raise ValueError("`to`, `by_person` and `not_by` are for events")
        return self
