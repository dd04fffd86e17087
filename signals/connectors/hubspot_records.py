"""What HubSpot's records are made into before they are mapped: owners by name, deals by outcome, histories change by change."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

KEPT_CHANGES = 20  # of a property, except a contact's: there 45
PEOPLE = frozenset({"hubspot_owner_id", "hs_owner"})
OUTCOMES = {"closedwon": "won", "closedlost": "lost"}


class Owners:
    """Who an owner's id or a user's id stands for: the e-mail address, else the name, else the id."""

    def __init__(self) -> None:
        self._owners: dict[str, str] = {}
        self._users: dict[str, str] = {}

    def add(self, owners: Iterable[Any]) -> None:
        """Take owners as HubSpot lists them."""
        for owner in owners:
            name = owner.get("email") or " ".join(filter(None, [owner.get("firstName"), owner.get("lastName")]))
            self._owners.setdefault(str(owner["id"]), name or str(owner["id"]))
            for user in filter(None, [owner.get("userId"), owner.get("userIdIncludingInactive")]):
                self._users.setdefault(str(user), name or str(user))

    def owner(self, found: object) -> str | None:
        """An owner by id."""
        return self._owners.get(str(found), str(found)) if found else None

    def user(self, found: object) -> str | None:
        """Who did something, by a user's id."""
        return self._users.get(str(found), f"user {found}") if found else None


def told(record: dict[str, Any], path: str, owners: Owners, *, archived: bool = False) -> dict[str, Any]:
    """An object with `owner` in words; archived where it was listed as such; a deal with its `outcome` and `closed_at`."""
    has = record.get("properties") or {}
    made = {**record, "owner": owners.owner(has.get("hubspot_owner_id") or has.get("hs_owner"))}
    if archived:
        made["archived"] = True
    if path == "deals":
        made["outcome"] = _outcome(has)
        made["closed_at"] = has.get("closedate") if made["outcome"] != "open" else None
    return made


def _outcome(has: dict[str, Any]) -> str:
    """won, lost or open: as HubSpot computes it for any pipeline, else by the names of its own stages."""
    if has.get("hs_is_closed") in (None, ""):
        return OUTCOMES.get(has.get("dealstage") or "", "open")
    if has["hs_is_closed"] != "true":
        return "open"
    return "won" if has.get("hs_is_closed_won") == "true" else "lost"


def without_company(deals: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The deals that do not name their company themselves."""
    return [deal for deal in deals if not (deal.get("properties") or {}).get("hs_primary_associated_company")]


def companies_of(associations: Iterable[dict[str, Any]]) -> dict[str, str]:
    """The company of each deal: the primary one first."""
    ranked = {row["from"]["id"]: sorted(row["to"], key=lambda to: to.get("type") != "deal_to_company") for row in associations}
    return {deal: companies[0]["id"] for deal, companies in ranked.items() if companies}


def changes_of(record: dict[str, Any], owners: Owners) -> list[dict[str, Any]]:
    """The changes of an object's properties, each a record of its own, oldest first.

    HubSpot keeps the last ones only: what the oldest of a full history replaced is not known (`known` is 0).
    """
    histories = record.get("propertiesWithHistory") or {}
    return [change for name, values in histories.items() for change in _changes(record, name, values, owners)]


def _changes(record: dict[str, Any], name: str, values: list[dict[str, Any]], owners: Owners) -> Iterable[dict[str, Any]]:
    before: dict[str, Any] | None = None
    for value in sorted(values, key=lambda value: datetime.fromisoformat(value["timestamp"])):
        words = owners.owner if name in PEOPLE else lambda found: found
        yield {
            "id": f"{record['id']}:{name}:{value['timestamp']}",
            "object": record["id"],
            "property": name,
            "from": words(before["value"]) if before else None,
            "to": words(value["value"]),
            "at": value["timestamp"],
            "by": owners.user(value.get("updatedByUserId")),
            "how": value.get("sourceType"),
            "known": int(before is not None or len(values) < KEPT_CHANGES),
        }
        before = value
