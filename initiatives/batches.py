"""Batches as text: the items of an offer and their dispositions, read from CSV. Pure: values in, values out."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

LARGEST = 5000
BYTES = 2_000_000
ACCEPTED = {"accept", "accepted", "yes", "ok"}
REJECTED = {"reject", "rejected", "no"}


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """One item of a batch before it is offered."""

    key: str
    label: str = ""
    amount: Decimal | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Disposition:
    """What the receiver makes of one item; `reason` is a code or the words of the list, blank where it is accepted."""

    key: str
    accepted: bool
    reason: str = ""
    comment: str = ""


class WrongLines(ValueError):
    """What is wrong with the lines, a sentence for each; the first twenty."""

    def __init__(self, sentences: Iterable[str]):
        self.sentences = list(sentences)[:20]
        super().__init__(" ".join(self.sentences))


def decoded(content: bytes) -> str:
    """The text of an uploaded file: UTF-8 with or without a mark, else what Windows spreadsheets write."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def items_in(text: str, currency: str) -> list[ItemDraft]:
    """Items from lines of `key, label, amount, currency`; all but the key may be missing. Raises WrongLines."""
    drafts, wrong = [], []
    for number, row in _rows(text, {"key": ("key", "id"), "label": ("label", "name", "company", "title")}):
        try:
            amount = Decimal(row["amount"]) if row.get("amount") else None
        except InvalidOperation:
            wrong.append(f"Line {number}: “{row['amount']}” is no amount; write 1200.50.")
            continue
        if amount is not None and not (amount.is_finite() and abs(amount) < Decimal(10) ** 16):
            wrong.append(f"Line {number}: “{row['amount']}” is no amount; write 1200.50.")
        code = (row.get("currency") or currency).upper() if amount is not None else ""
        drafts.append(ItemDraft(row["key"][:120], row.get("label", "")[:200], amount, code))
    return _once(drafts, wrong)


def dispositions_in(text: str) -> list[Disposition]:
    """Dispositions from lines of `key, disposition, reason, comment`. Raises WrongLines."""
    found, wrong = [], []
    for number, row in _rows(text, {"key": ("key", "id"), "disposition": ("disposition", "answer", "status")}):
        word = row.get("disposition", "").lower()
        if word not in ACCEPTED | REJECTED:
            wrong.append(f"Line {number}: the disposition of {row['key']} is “accepted” or “rejected”, not “{word}”.")
            continue
        if word in REJECTED and not row.get("reason"):
            wrong.append(f"Line {number}: {row['key']} is rejected without a reason.")
            continue
        reason = row.get("reason", "") if word in REJECTED else ""
        found.append(Disposition(row["key"], word in ACCEPTED, reason, row.get("comment", "")))
    return _once(found, wrong)


def by_word(reasons: Iterable) -> Mapping[str, object]:
    """Reasons by their codes and by their words, whatever the case."""
    known = {}
    for reason in reasons:
        known[reason.code.lower()] = known[reason.label.lower()] = reason
    return known


def _rows(text: str, names: Mapping[str, tuple[str, ...]]):
    """Each line with its number, by the names of its columns; a column may go by several. Raises WrongLines."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip("\n").split("\n")
    if len(lines) > LARGEST + 1:
        raise WrongLines([f"A batch has at most {LARGEST:,} items; these are {len(lines) - 1:,}. Offer it in parts."])
    heads = [head.strip().lower() for head in _fields(lines[0])]
    renamed = {other: name for name, others in names.items() for other in others}
    columns = [renamed.get(head, head) for head in heads]
    if "key" not in columns:
        raise WrongLines(["The first line names the columns, and one of them is “key”: the id of each item."])
    if len(lines) < 2:
        raise WrongLines(["There is no line below the names of the columns."])
    for number, line in enumerate(lines[1:], start=2):
        row = dict(zip(columns, (_unquoted(field.strip()) for field in _fields(line, lines[0])), strict=False))
        if any(row.values()):
            if not row.get("key"):
                raise WrongLines([f"Line {number} has no key."])
            yield number, row


def _unquoted(field: str) -> str:
    """A field without the apostrophe that our own files put before what a spreadsheet would take for a formula."""
    return field[1:] if field.startswith("'") and field[1:].startswith(("=", "+", "-", "@")) else field


def _fields(line: str, first: str = "") -> list[str]:
    head = first or line
    delimiter = max(",;\t", key=head.count)
    return next(csv.reader([line], delimiter=delimiter), [])


def _once(rows: list, wrong: list[str]) -> list:
    seen: set[str] = set()
    for row in rows:
        if row.key in seen:
            wrong.append(f"{row.key} is there twice.")
        seen.add(row.key)
    if wrong:
        raise WrongLines(wrong)
    return rows
