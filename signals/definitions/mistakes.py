"""What is wrong with a definition, in sentences."""

import difflib
from typing import Any

from pydantic import BaseModel, ValidationError

from signals.definitions import entry, parts, spec

OURS = (
    entry.MetricEntry,
    parts.Term,
    parts.Moment,
    spec.Tally,
    spec.Ranked,
    spec.Ratio,
    spec.Duration,
    spec.Cohort,
    spec.Leakage,
    spec.LeakageStep,
    spec.CycleTime,
)
KINDS = "count, sum, first, last, average, median, p90, distinct, ranked, ratio, median_between, cohort, leakage, cycle_time"
PLAIN = {
    "too_short": "at least one is needed",
    "string_too_short": "it must not be empty",
    "string_pattern_mismatch": "it may have small letters, digits and underscores only, and begins with a letter",
    "model_type": "it must be a group of keys, as in `key: value`",
    "dict_type": "it must be a group of keys, as in `key: value`",
    "list_type": "it must be a list",
    "string_type": "it must be text",
}


def mistakes(error: ValidationError, *models: type[BaseModel]) -> list[str]:
    """One sentence for each mistake, with the path to it and the nearest known key."""
    return [_sentence(item, _known(models)) for item in error.errors()]


def _known(models) -> list[str]:
    return sorted({field.alias or name for model in (*models, *OURS) for name, field in model.model_fields.items()})


def _sentence(item: Any, known: list[str]) -> str:
    path = [part for part in item["loc"] if part not in KINDS.split(", ")] or ["definition"]
    where = " → ".join(str(part + 1) if isinstance(part, int) else str(part) for part in path)
    if item["type"] == "extra_forbidden":
        near = difflib.get_close_matches(str(path[-1]), [key for key in known if key != path[-1]], n=1)
        return f"{where}: this key is not known." + (f" Did you mean “{near[0]}”?" if near else "")
    if item["type"] == "missing":
        return f"{where}: this is missing."
    if item["type"].startswith("union_tag"):
        return f"{where}: a definition has a kind, one of {KINDS}."
    words = item["msg"].removeprefix("Value error, ").rstrip(".")
    if words.startswith("Input should be "):
        words = f"it must be {words.removeprefix('Input should be ')}, not “{item['input']}”"
    return f"{where}: {PLAIN.get(item['type'], words)}."
