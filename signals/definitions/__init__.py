"""The language that definitions are written in: data that is validated, explained in a sentence and evaluated by SQL."""

from signals.definitions.entry import MetricEntry, age_from_text
from signals.definitions.explained import explain, explain_selection
from signals.definitions.mistakes import mistakes
from signals.definitions.parts import Moment, Selection, Term
from signals.definitions.spec import Cohort, CycleTime, Duration, Leakage, Ranked, Ratio, Spec, Tally, Windowed, parse_spec
from signals.definitions.window import Window

__all__ = [
    "Cohort",
    "CycleTime",
    "Duration",
    "Leakage",
    "MetricEntry",
    "Moment",
    "Ranked",
    "Ratio",
    "Selection",
    "Spec",
    "Tally",
    "Term",
    "Window",
    "Windowed",
    "age_from_text",
    "explain",
    "explain_selection",
    "mistakes",
    "parse_spec",
]
