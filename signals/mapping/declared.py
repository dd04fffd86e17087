"""The words in which a stream declares how its records become rows. Unknown words are refused."""

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from people.zones import validate_time_zone


class Strict(BaseModel):
    """Refuses keys it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _zone(name: str | None) -> str | None:
    if name:
        validate_time_zone(name)
    return name


class Value(Strict):
    """Where a field comes from, and how it is read. A plain text is short for {from: that column}."""

    from_: str | None = Field(None, alias="from", description="A column, or a dotted path into the record.")
    first_of: list[str] | None = Field(None, description="The first of these columns that is not empty.")
    join: list[str] | None = Field(None, description="These columns, joined with `with`.")
    with_: str = Field("-", alias="with")
    const: str | int | float | bool | None = None
    format: str | None = Field(None, description="iso, epoch_s, epoch_ms, a strptime pattern; decimal_comma, percent.")
    zone: str | None = Field(None, description="The zone of an instant that names none; default: the source's.")
    map: dict[str, str | None] | None = Field(None, description="What the source's words mean; a word that is missing is kept.")
    default: str | int | float | None = None
    lower: bool = False
    required: bool = Field(False, description="Reject a record in which it is empty.")

    @model_validator(mode="before")
    @classmethod
    def _short(cls, given: object) -> object:
        return {"from": given} if isinstance(given, str) else given

    @property
    def is_plain(self) -> bool:
        """Whether it is just a column, read as it is."""
        return self.from_ is not None and self.model_fields_set <= {"from_"}

    @model_validator(mode="after")
    def _one_origin(self) -> "Value":
        origins = [self.from_, self.first_of, self.join, self.const]
        if sum(origin is not None for origin in origins) != 1:
            raise ValueError("Say where the value comes from, once: from, first_of, join or const.")
        _zone(self.zone)
        return self


def _pairs(given: object) -> object:
    return list(given.items()) if isinstance(given, dict) else given


Values = dict[str, Value]
Keys = Annotated[list[tuple[str, Value]], BeforeValidator(_pairs)]  # pairs: the database does not keep the order of a mapping


class PartyRef(Strict):
    """The customer a record belongs to: found by exact keys, the first of which is its own id at this source."""

    kind: Literal["account", "person", "team"] = "account"
    name: Value | None = None
    keys: Keys = Field(min_length=1, description="Namespace → column. `domain` and `email` are shared by all sources.")


class PartRef(Strict):
    """The product, feature, asset or plan a record is about, by name: case, spaces and signs do not count."""

    kind: str = "product"
    name: Value


class WorkRef(Strict):
    """A piece of work, by the kind and id that its source gives it."""

    kind: str
    id: Value


class WorkRow(Strict):
    """A record becomes a piece of work."""

    kind: Value
    id: Value | None = None
    title: Value | None = None
    status: Value | None = None
    status_category: Value | None = None
    reason: Value | None = None
    holder: Value | None = None
    amount: Value | None = None
    currency: Value | None = None
    opened_at: Value | None = None
    due_at: Value | None = None
    closed_at: Value | None = None
    party: PartyRef | None = None
    part: PartRef | None = None
    origin: WorkRef | None = Field(None, description="The work this came from, of any source: a deal's lead.")
    dimensions: Values = {}
    when: Value | None = Field(None, description="Only where this is not empty.")


class EventRow(Strict):
    """A record becomes an event of a piece of work."""

    work: WorkRef
    kind: Value
    at: Value
    id: Value | None = None
    from_value: Value | None = None
    to_value: Value | None = None
    actor: Value | None = None
    dimensions: Values = {}
    when: Value | None = None


class PartyRow(PartyRef):
    """A record becomes a party."""

    merged_into: Value | None = Field(None, description="The source merged this record into the one with this own key.")
    merged_ids: Value | None = Field(None, description="The own keys of records that the source merged into this one.")
    dimensions: Values = {}
    when: Value | None = None


class PartRow(Strict):
    """A record becomes a part."""

    kind: str = "product"
    id: Value | None = None
    name: Value
    aliases: list[Value] = []
    dimensions: Values = {}
    when: Value | None = None


class SignalRow(Strict):
    """A record becomes a signal."""

    metric: Value
    at: Value
    id: Value | None = None
    value: Value | None = Field(None, description="Empty: 1, a thing that happened once.")
    unit: Value | None = None
    grain: Literal["instant", "day"] | None = None
    party: PartyRef | None = None
    part: PartRef | None = None
    work: WorkRef | None = None
    dimensions: Values = {}
    when: Value | None = None


class Row(Strict):
    """One row that a record becomes: exactly one of work, event, party, part, signal."""

    work: WorkRow | None = None
    event: EventRow | None = None
    party: PartyRow | None = None
    part: PartRow | None = None
    signal: SignalRow | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> "Row":
        if sum(row is not None for row in (self.work, self.event, self.party, self.part, self.signal)) != 1:
            raise ValueError("Each entry of `records` is exactly one of work, event, party, part, signal.")
        return self


class Mapping(Strict):
    """How the records of one stream become rows."""

    id: Value = Field(description="What makes a record the same record when it comes again.")
    version: Value | None = Field(None, description="An instant or a number that grows with each change.")
    deleted: Value | None = Field(None, description="Not empty and not false: the record was deleted at the source.")
    ignore: list[str] = Field([], description="Columns that may come and go without being reported as drift.")
    records: list[Row] = Field(min_length=1)
