"""What a person says of a stream's columns, and the mapping that this is: each is made from the other."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from signals.mapping.declared import Mapping as Declared

MAKES = {"work": "Work", "party": "Customer", "part": "Part", "signal": "Signal"}
WORK = ("title", "status", "reason", "holder", "amount", "currency", "opened_at", "due_at", "closed_at")
SIGNAL = ("metric", "at", "value", "unit")
PARTY = ("party_id", "party_domain", "party_email", "party_name")
STREAM = ("id", "version", "deleted")
FIELDS = {
    "work": (*WORK, *PARTY, "part_name", "dimension"),
    "party": (*PARTY, "dimension"),
    "part": ("part_name", "dimension"),
    "signal": (*SIGNAL, *PARTY, "part_name", "dimension"),
}
DEFAULT_KINDS = {"party": "account", "part": "product"}
KEYS = {"party_domain": "domain", "party_email": "email"}


@dataclass(frozen=True)
class ColumnAnswer:
    """The role of one column, and the format in which it is read; without a role it is not read."""

    role: str = ""
    format: str = ""


@dataclass(frozen=True)
class Answers:
    """What each record becomes (`makes`, called `noun`), the role of each column, what each status means.

    `space` names the source's own numbering of customers, so that two of its streams speak of the same ones.
    """

    makes: str
    noun: str
    columns: Mapping[str, ColumnAnswer]
    statuses: Mapping[str, str] = field(default_factory=dict)
    space: str = "account"

    def of(self, role: str) -> list[str]:
        """The columns of a role, in their order."""
        return [name for name, said in self.columns.items() if said.role == role]


def _ids(answers: Answers) -> list[str]:
    """The columns that make a record the same again; those that find a customer or a part also do, where none is named."""
    own = {"party": PARTY, "part": ("part_name",)}.get(answers.makes, ())
    return answers.of("id") or next((found[:1] for role in own if (found := answers.of(role))), [])


def missing(answers: Answers) -> list[str]:
    """What must still be said before records can become rows, in sentences."""
    lacks = [] if _ids(answers) else ["Say which column makes a record the same record when it comes again."]
    if answers.makes == "party" and not any(answers.of(role) for role in PARTY):
        lacks.append("Say which column finds the customer: an id, a domain, an e-mail address or a name.")
    if answers.makes == "part" and not answers.of("part_name"):
        lacks.append("Say which column names the part.")
    if answers.makes == "signal" and not answers.of("at"):
        lacks.append("Say which column is the instant at which it was measured.")
    if not answers.noun and not answers.of("metric"):
        lacks.append("Say what such a record is called.")
    return lacks


def mapping_of(answers: Answers) -> dict[str, Any]:
    """The part of a stream's entry that says how records become rows. Raises ValueError where something is missing."""
    if lacks := missing(answers):
        raise ValueError(" ".join(lacks))
    ids = _ids(answers)
    made = {
        "id": _value(answers, ids[0]) if len(ids) == 1 else {"join": ids},
        **{role: _value(answers, found[0]) for role in ("version", "deleted") if (found := answers.of(role))},
    }
    row = {"work": _work, "party": _party_row, "part": _part_row, "signal": _signal}[answers.makes](answers)
    dimensions = {name.replace(".", "_"): name for name in answers.of("dimension")}
    return {**made, "records": [{answers.makes: row | ({"dimensions": dimensions} if dimensions else {})}]}


def _value(answers: Answers, column: str) -> Any:
    said = answers.columns[column].format
    return {"from": column, "format": said} if said else column


def _fields(answers: Answers, roles: tuple[str, ...]) -> dict[str, Any]:
    return {role: _value(answers, found[0]) for role in roles if (found := answers.of(role))}


def _work(answers: Answers) -> dict[str, Any]:
    row = {"kind": {"const": answers.noun}, **_fields(answers, WORK)}
    if (status := answers.of("status")) and answers.statuses:
        row["status_category"] = {"from": status[0], "map": dict(answers.statuses), "default": "open"}
    return row | _references(answers)


def _signal(answers: Answers) -> dict[str, Any]:
    found = _fields(answers, SIGNAL)
    return {"metric": {"const": answers.noun}, **found, **_references(answers)}


def _party_row(answers: Answers) -> dict[str, Any]:
    return {"kind": answers.noun, **(_party(answers) or {})}


def _part_row(answers: Answers) -> dict[str, Any]:
    return {"kind": answers.noun, "name": answers.of("part_name")[0]}


def _references(answers: Answers) -> dict[str, Any]:
    party, part = _party(answers), answers.of("part_name")
    return ({"party": party} if party else {}) | ({"part": {"name": part[0]}} if part else {})


def _party(answers: Answers) -> dict[str, Any] | None:
    keys = [[answers.space, column] for column in answers.of("party_id")[:1]]
    keys += [[KEYS[role], found[0]] for role in KEYS if (found := answers.of(role))]
    name = answers.of("party_name")
    if name and not keys:  # then its name at this source is its own key there
        keys = [[answers.space, name[0]]]
    return ({"name": name[0]} if name else {}) | {"keys": keys} if keys else None


def answers_of(mapping: Mapping[str, Any], columns: list[str]) -> Answers | None:
    """What was said to get this mapping; None where it says more than can be said of columns one by one."""
    try:
        found = _read(mapping, columns)
        said = Declared.model_validate(mapping_of(found))
        return found if said == Declared.model_validate(mapping) else None
    except (KeyError, TypeError, ValueError, AttributeError, IndexError):
        return None


def _read(mapping: Mapping[str, Any], columns: list[str]) -> Answers:
    [[(makes, row)]] = [list(record.items()) for record in mapping["records"]]
    said: dict[str, ColumnAnswer] = {}
    ids = mapping["id"].get("join") if isinstance(mapping["id"], dict) else None
    for column in ids or []:
        said[column] = ColumnAnswer("id")
    told = {role: mapping[role] for role in STREAM if role in mapping and not (role == "id" and ids)}
    told |= {role: row[role] for role in (*WORK, *SIGNAL) if role in row}
    if isinstance(told.get("metric"), dict) and "const" in told["metric"]:
        del told["metric"]
    party = row if makes == "party" else row.get("party") or {}
    space = "account"
    for namespace, value in party.get("keys", []):
        role = next((role for role, known in KEYS.items() if known == namespace), "party_id")
        space = namespace if role == "party_id" else space
        if value != party.get("name"):
            told[role] = value
    if "name" in party:
        told["party_name"] = party["name"]
    if makes == "part" or "part" in row:
        told["part_name"] = row["name"] if makes == "part" else row["part"]["name"]
    if makes in DEFAULT_KINDS and told.get("id") == next((told[role] for role in (*PARTY, "part_name") if role in told), None):
        del told["id"]
    for role, value in told.items():
        column = value if isinstance(value, str) else value["from"]
        if column in said:
            raise ValueError(column)
        said[column] = ColumnAnswer(role, "" if isinstance(value, str) else value.get("format", ""))
    for value in row.get("dimensions", {}).values():
        said[value if isinstance(value, str) else value["from"]] = ColumnAnswer("dimension")
    noun = (
        row["kind"]["const"]
        if makes == "work"
        else row.get("kind", DEFAULT_KINDS[makes])
        if makes in DEFAULT_KINDS
        else _const(row["metric"])
    )
    statuses = (row.get("status_category") or {}).get("map") or {}
    ordered = {name: said.get(name, ColumnAnswer()) for name in [*columns, *(name for name in said if name not in columns)]}
    return Answers(makes, noun, ordered, statuses, space)


def _const(value: Any) -> str:
    return value["const"] if isinstance(value, dict) and "const" in value else ""
