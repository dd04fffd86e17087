"""docs/adding-a-source.md tells the truth: its examples validate, and it names every key there is."""

import re
from pathlib import Path

import pytest
import yaml

from signals import entries
from signals.connectors import KINDS
from signals.event_logs.roles import EventLog
from signals.mapping import declared
from signals.sources_file.loading import check

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "adding-a-source.md").read_text()
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
MODELS = [entries.SourceEntry, entries.StreamEntry, entries.Pagination, entries.Cursor]
MODELS += [kind.Settings for kind in KINDS.values()]
MODELS += [
    declared.Value,
    declared.PartyRow,
    declared.PartRow,
    declared.WorkRow,
    declared.EventRow,
    declared.SignalRow,
    declared.Mapping,
    EventLog,
    entries.Keyset,
]


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_examples_validate(example):
    found = check(yaml.safe_load(example))
    assert {source.function for source in found.sources} == {"product", "marketing", "creative", "sales"}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_key_is_named(model):
    keys = {field.alias or name for name, field in model.model_fields.items()}
    assert not [key for key in keys if not re.search(rf"`{key}`", PAGE)]
