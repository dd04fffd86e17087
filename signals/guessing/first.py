"""The first proposal for a stream: what its records are and what each column means, from names, types and values."""

import re
from collections.abc import Sequence

from signals.guessing.answers import FIELDS, PARTY, STREAM, Answers, ColumnAnswer
from signals.guessing.columns import Column

# Each role: the words that a column's name holds, and the kinds of value that it may hold ("" is any). The first match wins.
ROLES = (
    ("deleted", r"^(is_?)?(deleted|archived)(_?(at|on))?$|^is_?(deleted|archived)$", ("truth", "instant", "empty")),
    (
        "version",
        r"^(_?updated|_?modified|last_?modified|changed|last_?changed|system_?modstamp)(_?(at|on|date|time))?$",
        ("instant",),
    ),
    ("party_email", r"e_?mail", ("email",)),
    ("party_domain", r"domain|website|web_?site|homepage", ("domain",)),
    ("party_id", r"^(account|company|customer|client|organi[sz]ation|org|workspace|tenant)(_?(id|key|number|no))$", ()),
    ("party_name", r"^(account|company|customer|client|organi[sz]ation)(_?name)?$", ("text",)),
    ("closed_at", r"clos|(won|lost|resolved|finished|completed|ended)_?(at|on|date)", ("instant",)),
    ("due_at", r"due|deadline", ("instant",)),
    ("opened_at", r"creat|open|engag|start|first_?contact|placed|ordered", ("instant",)),
    ("at", r"", ("instant",)),
    ("amount", r"amount|value|price|revenue|total|arr|mrr", ("number",)),
    ("currency", r"currency", ("text",)),
    ("value", r"value|count|quantity|amount|number|score|rate|views|clicks", ("number", "percent")),
    ("metric", r"^(metric|event|event_?name|event_?type|measure)$", ("text",)),
    ("unit", r"^unit$", ("text",)),
    ("reason", r"reason", ("text",)),
    ("status", r"status|stage|state", ("text", "truth")),
    ("holder", r"owner|holder|assignee|agent|seller|rep$|responsible", ("text", "email")),
    ("part_name", r"product|feature|plan$|part$|asset", ("text",)),
    ("title", r"^(title|subject|summary|headline|name)$|_?(title|name)$", ("text",)),
)
ID = re.compile(r"^(id|uuid|guid|key|_id)$|(_|^)(id|uuid|key|number|no)$")
NOUNS = {"work": "task", "party": "account", "part": "product", "signal": "event"}
WORK_WORDS = r"deal|lead|opportunity|ticket|issue|task|campaign|project|order|contract|case|request|story|bug"
OF_WORK = re.compile(rf"({WORK_WORDS})s?|opportunities|stories|pipeline")
OF_MEASURES = re.compile(r"event|usage|metric|visit|measure|kpi|traffic")
OF_PARTIES = re.compile(r"account|compan|customer|contact|organi[sz]ation|client|people|person")
STATES = re.compile(r"status|stage|state|owner|assignee|holder|due|priority|probability")
ENDS = re.compile(r"clos|(won|lost|resolved|finished|completed|ended)_?(at|on|date)")
MONEY = re.compile(r"amount|price|revenue|\barr\b|\bmrr\b|(deal|close|contract|order|total)_value")
NAMES_A_MEASURE = {"metric", "event", "event_name", "event_type", "measure", "kpi"}
OWN_NAME = {"party": "party_name", "part": "part_name"}
FEW, LONG = 12, 40
CATEGORIES = (
    ("won", r"\bwon\b|closed_?won|signed"),
    ("lost", r"\blost\b|closed_?lost"),
    ("rejected", r"reject|disqualif|declin|refus"),
    ("accepted", r"accept|approved|\bqualified"),
    ("dropped", r"drop|cancel|abandon|won.?t|archiv|duplicate|invalid"),
    ("done", r"done|closed|complete|resolved|finished|shipped|published|delivered"),
    ("new", r"\bnew\b|backlog|to.?do|prospect|draft|created|unassigned"),
)


def plain(name: str) -> str:
    """A column's own name as small words with underscores: `Account.CreatedDate` is created_date."""
    last = name.rpartition(".")[2]
    return re.sub(r"[^a-z0-9]+", "_", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", last).lower()).strip("_")


def status_category(word: str) -> str:
    """What a status probably means; open where its word says nothing."""
    return next((category for category, words in CATEGORIES if re.search(words, word.lower())), "open")


def first_answers(stream: str, columns: Sequence[Column], space: str = "account") -> Answers:
    """A proposal for each column; a role is given once, and what fits nothing is not read."""
    makes = _makes(stream, columns)
    allowed = {*STREAM, *FIELDS[makes]}
    taken: dict[str, str] = {}
    identity = _identity(columns, named=makes in OWN_NAME)
    if identity is not None:
        taken["id"] = identity
    for role, words, kinds in ROLES:
        if role in allowed and role not in taken and (found := _fitting(columns, words, kinds, set(taken.values()))):
            taken[role] = found
    if makes in OWN_NAME and not taken.keys() & {"id", *PARTY, OWN_NAME[makes]} and (own := _identity(columns)):
        taken[OWN_NAME[makes]] = own
    roles = {name: role for role, name in taken.items()}
    said = {column.name: _answer(column, roles.get(column.name, "")) for column in columns}
    status = next((column for column in columns if roles.get(column.name) == "status"), None)
    statuses = {word: status_category(word) for word in status.words} if status and makes == "work" else {}
    return Answers(makes, _noun(stream, makes, taken.get("id", "")), said, statuses, space)


def _answer(column: Column, role: str) -> ColumnAnswer:
    typed = role in ("version", "opened_at", "due_at", "closed_at", "at", "amount", "value")
    return ColumnAnswer(role, column.guess.format if typed else "")


def _identity(columns: Sequence[Column], *, named: bool = False) -> str | None:
    """The column that makes a record the same again; `named`: only where its name says so."""
    by_name = [column for column in columns if ID.search(plain(column.name)) and column.filled]
    exact = [column for column in by_name if plain(column.name) in ("id", "uuid", "guid", "_id") and not column.repeats]
    telling = [] if named else [column for column in columns if _may_tell(column)]
    for found in (exact, [column for column in by_name if column.unique], telling):
        if found:
            return found[0].name
    return None


def _may_tell(column: Column) -> bool:
    return column.unique and column.guess.kind in ("text", "number", "domain", "email")


def _fitting(columns: Sequence[Column], words: str, kinds: tuple[str, ...], taken: set[str]) -> str:
    for column in columns:
        if column.name in taken or (kinds and column.guess.kind not in kinds):
            continue
        if column.filled and re.search(words, plain(column.name)):
            return column.name
    return ""


def _makes(stream: str, columns: Sequence[Column]) -> str:
    """What the records are: by what the stream is called, then by what its columns are called and hold.

    A date and a number alone are a measurement; with a state, an end, a price, a title or a name they are work. An address of
    a person or a company without any of those is a customer.
    """
    names, kinds = {plain(column.name) for column in columns}, {column.guess.kind for column in columns}
    word = plain(stream.rpartition("/")[2].partition(".")[0])
    is_measured = "instant" in kinds and bool(names & NAMES_A_MEASURE or OF_MEASURES.search(word))
    if is_measured or (OF_WORK.search(word) and not OF_PARTIES.search(word)):
        return "signal" if is_measured else "work"
    if OF_PARTIES.search(word):
        return "party"
    if re.search(r"product|feature|catalog|part", word) and "instant" not in kinds:
        return "part"
    return _makes_by_columns(columns, names, kinds)


def _makes_by_columns(columns: Sequence[Column], names: set[str], kinds: set[str]) -> str:
    ends = any(ENDS.search(plain(column.name)) for column in columns if column.guess.kind == "instant")
    if ends or any(STATES.search(name) or MONEY.search(name) for name in names):
        return "work"
    if kinds & {"email", "domain"} and "number" not in kinds:
        return "party"
    titled = any(re.search(r"(^|_)(title|subject|summary|name)$", name) for name in names)
    return "signal" if {"instant", "number"} <= kinds and not titled else "work"


def _noun(stream: str, makes: str, identity: str) -> str:
    """What one record is called: as the stream's name or its id column's says."""
    if makes == "party":
        return "person" if re.search(r"contact|person|people|user", plain(stream)) else "account"
    if makes == "part":
        return "product"
    word = plain(stream.rpartition("/")[2].partition(".")[0])
    if makes == "work" and (told := _work_word(word) or _work_word(plain(identity))):
        return told
    if word.endswith("ies"):
        word = f"{word[:-3]}y"
    elif word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    return word or NOUNS[makes]


def _work_word(text: str) -> str:
    """The last word for a piece of work in a text: olist_closed_deals is about deals."""
    found = re.findall(rf"(?:^|_)({WORK_WORDS}|opportunitie|storie)s?(?=_|$)", text)
    return {"opportunitie": "opportunity", "storie": "story"}.get(found[-1], found[-1]) if found else ""
