"""The results of a run: merged into var/bench.json, as {name: {"value", "target", "unit"}}."""

import json

from django.conf import settings

WORSE_IS_HIGHER = {
    "event_log_seconds",
    "event_log_peak_mb",
    "handovers_seconds",
    "handovers_peak_mb",
    "puller_peak_mb",
    "puller_peak_mb_10m",
    "puller_peak_mb_page",
    "view_flat_time_10m",
    "view_flat_queries_10m",
    "arrival_p95_seconds",
    "view_flat_time",
    "view_flat_queries",
    "view_over_bare_page",
    "likeness_seconds",
    "likeness_peak_mb",
}


def record(name: str, value: float, *, target: float, unit: str) -> None:
    """Keep one result beside those that other measurements wrote."""
    path = settings.VAR_DIR / "bench.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    known = json.loads(path.read_text()) if path.exists() else {}
    known[name] = {"value": round(value, 3), "target": target, "unit": unit}
    path.write_text(json.dumps(known, indent=2, sort_keys=True) + "\n")


def is_met(name: str, value: float, target: float) -> bool:
    """Whether a result meets its target."""
    return value <= target if name in WORSE_IS_HIGHER else value >= target
