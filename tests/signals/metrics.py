"""Metrics for the tests of readings and pages."""

from signals.definitions import MetricEntry
from signals.services import define_metric
from tests.signals.rows import NOW

VISITS = {"kind": "count", "what": {"signals": "visit"}, "window": "28 days"}


def define(key, *sources, at=NOW, by=None, **entry):
    """A metric that counts visits of the last 28 days, unless the entry says otherwise."""
    stated = {"key": key, "name": key.capitalize(), "definition": VISITS, "sources": [source.name for source in sources]}
    return define_metric(entry=MetricEntry.model_validate({**stated, **entry}), by=by, at=at)
