"""Who read the register, and what each said of which rows."""

from typing import Any

from audits.asking import register_rows
from audits.document.dates import day, rows
from audits.document.register import function_of
from audits.models import Confirmation
from audits.report import Report
from people.models import Function, Person

REPEATED = 3


def read_by(report: Report, register: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Each side with what was said of which rows, by person: the heads first."""
    numbers: dict[int, list[int]] = {}
    for one in register:
        numbers.setdefault(one["row"], []).append(one["number"])
    said: dict[int, tuple[Person, list[tuple[Confirmation, list[int]]], list[int]]] = {}
    for row in register_rows(report):
        for person in report.sides_of(row):
            spoken = [word for word in report.confirmations_of(row) if word.by_id == person.pk]
            _, told, silent = said.setdefault(person.pk, (person, [], []))
            told += [(word, numbers.get(row.pk, [])) for word in spoken]
            silent += [] if spoken else numbers.get(row.pk, [])
    heads = {person.pk for person in report.heads.values() if person}
    people = sorted(said.values(), key=lambda one: (one[0].pk not in heads, one[0].name))
    return [
        {
            "name": person.name,
            "initials": person.initials,
            "function": function_of(person, report),
            "title": Function(function_of(person, report)).label if function_of(person, report) else "",
            "words": "; ".join([*_told(told, report), *([f"Has not read {rows(silent)}"] if silent else [])]),
        }
        for person, told, silent in people
    ]


def _told(spoken: list[tuple[Confirmation, list[int]]], report: Report) -> list[str]:
    """What was said alike of several rows on one day, once; many different words stand on their rows alone."""
    many = len({word.text for word, _ in spoken if word.text}) > REPEATED
    alike: dict[tuple[str, str, str], list[int]] = {}
    for word, numbers in spoken:
        on = day(word.at.astimezone(report.zone).date())
        alike.setdefault((word.get_verdict_display(), on, "" if many else word.text), []).extend(numbers)
    return [f"{verdict} {rows(numbers)}, {on}{f': {text}' if text else ''}" for (verdict, on, text), numbers in alike.items()]
