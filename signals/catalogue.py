"""The definitions that are shipped, as data: catalogue.yaml."""

from pathlib import Path
from typing import Any

import yaml

METRICS: dict[str, dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("catalogue.yaml").read_text(encoding="utf-8"))
