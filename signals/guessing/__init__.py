"""What sampled records look like: types, formats and roles of columns, guessed for a person to confirm. Pure."""

from signals.guessing.answers import Answers, ColumnAnswer, answers_of, mapping_of, missing
from signals.guessing.columns import Column, columns_of
from signals.guessing.first import first_answers, status_category
from signals.guessing.kinds import Guess, kind_of

__all__ = [
    "Answers",
    "Column",
    "ColumnAnswer",
    "Guess",
    "answers_of",
    "columns_of",
    "first_answers",
    "kind_of",
    "mapping_of",
    "missing",
    "status_category",
]
