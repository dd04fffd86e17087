"""What people answer, confirm, and note."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from audits.asking import Item, may_answer
from audits.models import Annotation, Answer, Audit, Confirmation, Row
from audits.questions import ASKED, Choice
from audits.services.calendars import Period, keep_periods, kept, told
from people.models import Person


@dataclass(frozen=True)
class Saved:
    """An answer as it was saved, and what others answered to the same question since its author had read it."""

    answer: Answer
    meanwhile: list[Answer]


@transaction.atomic
def save_answer(
    *,
    audit: Audit,
    item: Item,
    choice: str,
    by: Person,
    at: datetime,
    text: str = "",
    holder: Person | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
    periods: Iterable[Period] = (),
    seen: datetime | None = None,
) -> Saved:
    """Keep this person's answer, beside those of others; the same answer again changes nothing.

    What the choice does not need is left out: a name, dates, periods.
    `seen` is when the author was shown what others had answered. Raises ValidationError where the answer lacks what it needs.
    """
    if not may_answer(item, by):
        raise ValidationError(f"This is asked of {', '.join(str(person) for person in item.asked) or 'the lead'}.")
    Audit.objects.select_for_update(no_key=True).get(pk=audit.pk)
    asked, listed = ASKED[item.question], told(periods)
    _require_enough(item, choice, text, holder, starts_on, ends_on, listed)
    if choice not in asked.needs_dates:
        starts_on = ends_on = None
    holder, listed = holder if choice == Choice.OTHER else None, listed if choice in asked.needs_periods else []
    where = {"row": item.row, "function": "" if item.row else item.of, "question": item.question, "by": by}
    answer = Answer.objects.filter(audit=audit, **where).first() or Answer(audit=audit, **where)
    given = {"choice": choice, "text": text.strip(), "holder": holder, "starts_on": starts_on, "ends_on": ends_on}
    if answer._state.adding or any(getattr(answer, name) != value for name, value in given.items()) or listed != kept(answer):
        for name, value in {**given, "at": at}.items():
            setattr(answer, name, value)
        answer.full_clean()
        answer.save()
        keep_periods(answer, listed)
    others = Answer.objects.filter(audit=audit, row=item.row, function=where["function"], question=item.question)
    others = others.exclude(by=by).latest_first()
    return Saved(answer, list(others.filter(at__gt=seen)) if seen else [])


def _require_enough(
    item: Item,
    choice: str,
    text: str,
    holder: Person | None,
    starts_on: date | None,
    ends_on: date | None,
    periods: list[Period],
) -> None:
    asked, wrong = ASKED[item.question], {}
    if choice not in asked.choices:
        wrong["choice"] = "Choose one of the answers; “I do not know” is one."
    if choice in asked.needs_words and not text.strip():
        wrong["text"] = "Say it in a sentence."
    if choice in asked.needs_dates and not (starts_on and ends_on):
        wrong["starts_on" if not starts_on else "ends_on"] = "Give the first and the last day."
    if choice in asked.needs_periods and not periods:
        wrong["choice"] = "Give at least one time, with what filled it; or choose another answer."
    if choice == Choice.OTHER and holder is None:
        wrong["holder"] = "Name the one person who held it."
    if wrong:
        raise ValidationError(wrong)


@transaction.atomic
def confirm_row(*, row: Row, verdict: str, by: Person, at: datetime, text: str = "") -> Confirmation:
    """One side confirms, corrects or disputes its row. What was said before stays on the row (rule 25)."""
    word = Confirmation(row=row, by=by, verdict=verdict, text=text.strip(), at=at)
    word.full_clean()
    word.save()
    return word


@transaction.atomic
def annotate_row(*, row: Row, text: str, by: Person, at: datetime, reading: str = "") -> Annotation:
    """Note something on a row; with a `reading`, set it against the evidence, for the reason in `text`."""
    note = Annotation(row=row, text=text.strip(), reading=reading, by=by, at=at)
    note.full_clean()
    note.save()
    return note
