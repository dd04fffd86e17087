"""Finance's nightly exports as files: billing comes every night, the ledger's job died nine days before the anchor."""

import csv
import os
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from sample_company.story import Story
from sample_company.story.days import ZONE
from sample_company.story.finance import LEDGER_DIED

NIGHT = 2.25
LATE_EVENING = 23.75


def write(story: Story, folder: Path, now: datetime) -> None:
    """Write the newest export of each kind that exists at `now`, each with the time at which its job ran."""
    night = last_night(story, now)
    _write(folder / "billing.csv", story.billing(night - 1), story.days.at(night, NIGHT))
    _write(folder / "ledger.csv", story.ledger(), story.days.at(LEDGER_DIED - 1, LATE_EVENING))


def last_night(story: Story, now: datetime) -> int:
    """The day of the story on which the nightly job ran last."""
    return ((now - timedelta(hours=NIGHT)).astimezone(ZONE).date() - story.anchor).days


def _write(path: Path, rows: Iterable[dict[str, str]], at: datetime) -> None:
    """Write the whole file beside its place, then put it there, so that nobody reads half of it."""
    if path.exists() and path.stat().st_mtime == at.timestamp():
        return
    beside = path.with_suffix(".part")
    rows = list(rows)
    with beside.open("w", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    os.utime(beside, (at.timestamp(), at.timestamp()))
    beside.replace(path)
