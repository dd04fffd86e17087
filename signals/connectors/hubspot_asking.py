"""What HubSpot is asked, and whether its answers go on: pure, from what a stream declares."""

from datetime import datetime
from typing import Any

from signals.connectors.window import Window
from signals.entries import StreamEntry
from signals.failures import PullFailed
from signals.mapping.compiled import columns_read

OF_ALL = ("hubspot_owner_id", "hs_merged_object_ids")
ALWAYS = {
    "deals": (*OF_ALL, "closedate", "dealstage", "hs_is_closed", "hs_is_closed_won", "hs_primary_associated_company"),
    "campaigns": ("hs_owner",),
}


def objects(entry: StreamEntry) -> str:
    """Where the objects of a stream's type are."""
    return f"crm/v3/objects/{entry.path}"


def search_of(entry: StreamEntry, window: Window, beyond: str, limit: int) -> dict[str, Any]:
    """The body of a search for what changed in the window, in the order of ids, beyond one of them."""
    modified = entry.cursor.param if entry.cursor else "hs_lastmodifieddate"
    filters = [
        {"propertyName": "hs_object_id", "operator": "GT", "value": beyond},
        {"propertyName": modified, "operator": "LTE", "value": _epoch_ms(window.until)},
    ]
    if window.asked:
        filters.append({"propertyName": modified, "operator": "GTE", "value": _epoch_ms(window.asked)})
    properties = [modified] if entry.history else [*properties_of(entry).split(","), modified]
    return {"filterGroups": [{"filters": filters}], "sorts": ["hs_object_id"], "properties": properties, "limit": limit}


def properties_of(entry: StreamEntry) -> str:
    """The properties that the mapping reads, and those that every record is told by."""
    read = {path.removeprefix("properties.") for path in columns_read(entry) if path.startswith("properties.")}
    return ",".join(sorted(read.union(ALWAYS.get(entry.path or "", OF_ALL))))


def ids_of(rows: list[Any]) -> list[dict[str, str]]:
    """Records, as a batch names them."""
    return [{"id": row["id"]} for row in rows]


def last_id(rows: list[Any], beyond: str, path: str | None) -> str:
    """The id to go on beyond. Raises PullFailed where the rows do not go on."""
    ids = [int(row["id"]) if row["id"].isdecimal() else 0 for row in rows]
    if not ids or sorted(ids) != ids or ids[0] <= int(beyond):
        raise PullFailed(f"The search of {path} does not go on by id: it stands still.", "Nothing of that page was taken.")
    return str(ids[-1])


def merged_into(row: dict[str, Any]) -> list[str]:
    """The ids of the records that were merged into this one."""
    found = (row.get("properties") or {}).get("hs_merged_object_ids") or ""
    return [old.strip() for old in found.split(";") if old.strip() and old.strip() != row["id"]]


def _epoch_ms(at: datetime) -> str:
    return str(int(at.timestamp() * 1000))
