"""docs/metrics.md says what is true: its examples are taken, and it names the whole catalogue."""

import re
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from signals import catalogue
from signals.definitions import MetricEntry, explain
from signals.definitions.mistakes import KINDS

DOCUMENT = (Path(settings.BASE_DIR) / "docs" / "metrics.md").read_text(encoding="utf-8")
ENTRIES = [entry for block in re.findall(r"```yaml\n(.*?)```", DOCUMENT, re.DOTALL) for entry in yaml.safe_load(block)]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.get("key") or entry["from_catalogue"])
def test_every_example_is_valid(entry):
    assert explain(MetricEntry.model_validate(entry).definition).endswith(".")


def test_it_names_the_whole_catalogue_and_every_kind():
    listed = re.search(r"It has: (.*?)\.\n", DOCUMENT, re.DOTALL)[1]
    assert set(re.split(r",\s+", listed)) == set(catalogue.METRICS)
    assert all(f"`{kind}`" in DOCUMENT for kind in KINDS.split(", "))
