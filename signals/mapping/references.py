"""The customer, part and work that a row names."""

import re
from collections.abc import Callable

from signals.mapping.columns import is_empty, origin
from signals.mapping.declared import PartRef, PartyRef, PartyRow, WorkRef
from signals.mapping.keys import Key, normalise, party_keys
from signals.mapping.refusals import Unreadable
from signals.mapping.rows import PartFound, PartyFound
from signals.mapping.values import compile_text

REMEMBERED = 50_000
BETWEEN = re.compile(r"[;,\s]+")


def compile_party(ref: PartyRef | None, *, flat: bool) -> Callable[[dict], PartyFound | None] | None:
    """A function that finds the party a record names; None where it names none."""
    if ref is None:
        return None
    getters = [(namespace, compile_text(value, f"party.{namespace}", flat=flat)) for namespace, value in ref.keys]
    name_of = compile_text(ref.name, "party.name", flat=flat) if ref.name else None
    remembered: dict[tuple, PartyFound | None] = {}

    def find(record: dict) -> PartyFound | None:
        seen = tuple([get(record) for _, get in getters])
        if seen in remembered:
            return remembered[seen]
        keys = party_keys([(namespace, text) for (namespace, _), text in zip(getters, seen, strict=True)])
        found = PartyFound(keys, _kind(ref.kind, keys), _name(name_of, record) or _own_words(seen)) if keys else None
        if len(remembered) > REMEMBERED:
            remembered.clear()
        remembered[seen] = found
        return found

    paths = [value.from_ for _, value in ref.keys]
    return remembering(find, paths, flat=flat) if all(value.is_plain for _, value in ref.keys) else find


def compile_merges(row: PartyRow, *, flat: bool) -> Callable[[dict, PartyFound], list[tuple[Key, Key]]]:
    """A function that gives what a record says of merges at its source, as (old key, the key it became)."""
    namespace = row.keys[0][0]
    into = origin(row.merged_into, flat=flat) if row.merged_into else None
    others = origin(row.merged_ids, flat=flat) if row.merged_ids else None

    def read(record: dict, found: PartyFound) -> list[tuple[Key, Key]]:
        own = found.keys[0]
        merges = [(own, key) for key in _keys_in(namespace, into(record))] if into else []
        return merges + ([(key, own) for key in _keys_in(namespace, others(record))] if others else [])

    return read


def _keys_in(namespace: str, told: object) -> list[Key]:
    """The keys in a list of ids, or in a text of ids with `;`, `,` or blanks between them."""
    parts = told if isinstance(told, list) else BETWEEN.split(str(told)) if told is not None else []
    return [key for part in parts if not is_empty(part) and (key := normalise(namespace, str(part)))]


def remembering(find: Callable[[dict], object], paths: list, *, flat: bool) -> Callable:
    """`find`, remembered by the texts of the columns it reads; where one is not plain text it is asked anew."""
    if not all(flat or "." not in path for path in paths):
        return find
    remembered: dict[tuple, object] = {}

    def read(record: dict) -> object:
        seen = tuple(map(record.get, paths))
        try:
            return remembered[seen]
        except (KeyError, TypeError):
            found = find(record)
        if all(type(text) is str or text is None for text in seen):
            if len(remembered) > REMEMBERED:
                remembered.clear()
            remembered[seen] = found
        return found

    return read


def _kind(declared: str, keys: tuple) -> str:
    return "person" if declared == "account" and keys[0][0] == "email" else declared


def _name(name_of: Callable | None, record: dict) -> str | None:
    try:
        return name_of(record) if name_of else None
    except Unreadable:
        return None


def _own_words(seen: tuple) -> str:
    return next(text for text in seen if text)


def compile_part(ref: PartRef | None, *, flat: bool) -> Callable[[dict], PartFound | None] | None:
    """A function that finds the part a record names; None where it names none."""
    if ref is None:
        return None
    name_of = compile_text(ref.name, "part.name", flat=flat)

    def read(record: dict) -> PartFound | None:
        name = name_of(record)
        return PartFound(ref.kind, name) if name else None

    return read


def compile_work(ref: WorkRef | None, field: str, *, flat: bool) -> Callable[[dict], str | None] | None:
    """A function that gives the key `kind:id` of the work a record names; None where it names none."""
    if ref is None:
        return None
    kind, id_of = ref.kind, compile_text(ref.id, field, flat=flat)
    return lambda record: f"{kind}:{found}" if (found := id_of(record)) else None
