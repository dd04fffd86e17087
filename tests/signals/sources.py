"""Sources to pull in tests: over files, and over a real HTTP server on loopback."""

import json
from datetime import UTC, datetime

from signals import presets, pulls
from signals.entries import SourceEntry
from signals.models import Pull, Source
from signals.services import save_source

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
DEAL = {
    "work": {
        "kind": {"const": "deal"},
        "title": "name",
        "status": "stage",
        "amount": "amount",
        "opened_at": "created_at",
        "party": {"name": "company", "keys": {"crm_account": "account_id", "domain": "website"}},
    }
}
USED = {
    "signal": {
        "metric": {"const": "feature_used"},
        "at": "at",
        "value": "value",
        "party": {"keys": {"workspace": "workspace"}},
        "dimensions": {"plan": "plan"},
    }
}


def stream(**said) -> dict:
    """A stream's entry: deals, unless it says otherwise."""
    return {"name": "deals", "id": "id", "records": [DEAL], **said}


def file_source(folder, *streams, **said) -> Source:
    """A saved source over files of a folder."""
    entry = {
        "name": "Export",
        "kind": "file",
        "function": "sales",
        "settings": {"folder": str(folder)},
        "streams": streams,
        **said,
    }
    return save_source(entry=SourceEntry.model_validate(entry), allow_folder=str(folder))


def rest_source(url, *streams, secret=None, auth="bearer", **said) -> Source:
    """A saved source over an API on loopback."""
    entry = {
        "name": "CRM",
        "kind": "rest",
        "function": "sales",
        "settings": {"base_url": url, "auth": auth},
        "allow_private": True,
        "allow_http": True,
        "streams": streams,
        **said,
    }
    return save_source(entry=SourceEntry.model_validate(entry), secret=secret)


def preset_source(kind: str, url: str, *, secret: str, settings: dict | None = None, **said) -> Source:
    """A saved source of a vendor's kind, as its preset has it, over a service on loopback."""
    told = {"allow_private": True, "allow_http": True, "settings": {"base_url": url, **(settings or {})}, **said}
    return save_source(entry=presets.entry_of(kind, kind.capitalize(), **told), secret=secret)


def run(source: Source, at: datetime = NOW, *, slept: list | None = None, **how) -> Pull:
    """Pull a source as a worker would; waits are noted in `slept` instead of waited."""
    opened = pulls.open_pull(source, at)
    Pull.objects.filter(pk=opened.pk, state=Pull.State.DUE).update(due_at=at)
    waits = slept if slept is not None else []
    return pulls.pull(pulls.claim(opened.pk, at), now=lambda: at, sleep=waits.append, **how)


def counts(pull: Pull) -> tuple[int, int, int, int, int]:
    """(read, new, changed, unchanged, rejected)."""
    return pull.rows_read, pull.rows_new, pull.rows_changed, pull.rows_unchanged, pull.rows_rejected


def write_lines(path, records) -> None:
    """Write records as JSON lines."""
    path.write_text("".join(json.dumps(record) + "\n" for record in records))


def deal(number: int, **said) -> dict:
    """A deal as an API would give it."""
    return {
        "id": f"d{number}",
        "name": f"Deal {number}",
        "stage": "Open",
        "amount": "100.50",
        "created_at": "2026-03-01T08:00:00Z",
        "account_id": f"a{number % 3}",
        **said,
    }
