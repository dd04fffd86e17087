"""The README tells the truth: its sources file validates, its commands, pictures and pages exist."""

import re
from pathlib import Path

import yaml

from signals.sources_file.loading import check

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text()


def test_its_sources_file_validates():
    [example] = re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)
    found = check(yaml.safe_load(example))
    assert ([source.name for source in found.sources], [metric.key for metric in found.metrics]) == (["CRM"], ["win_rate"])


def test_every_file_that_it_links_exists():
    links = set(re.findall(r"\]\(((?!http)[^)#]+)\)", README))
    assert links
    assert not [link for link in links if not (ROOT / link).exists()]


def test_every_make_target_that_it_names_exists():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z]+)\b", README)) - {"Nothing"} <= targets
