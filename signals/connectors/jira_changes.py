"""Jira's changelogs as records: one for each change of one field."""

from datetime import UTC, datetime

LEAST_MILLISECONDS = 100_000_000_000
WHO = ("accountId", "displayName", "emailAddress")


def changes_of(logs: list[dict], fields: list[str]) -> list[dict]:
    """One record for each change of one of these fields; the same change has the same key whenever it is read."""
    wanted = {field.lower() for field in fields}
    return [
        {
            "key": f"{log.get('issueId')}-{history.get('id') or history.get('created')}-{_field(item)}",
            "issueId": log.get("issueId"),
            "created": _instant(history.get("created")),
            "author": _who(history.get("author")),
            **item,
        }
        for log in logs
        for history in log.get("changeHistories") or []
        for item in history.get("items") or []
        if _field(item) in wanted
    ]


def _field(item: dict) -> str:
    return str(item.get("fieldId") or item.get("field") or "").lower()


def _instant(found: object) -> object:
    """Described as a date-time, sent as a number of seconds or milliseconds since 1970."""
    if isinstance(found, bool) or not isinstance(found, int | float):
        return found
    return datetime.fromtimestamp(found / 1_000 if found > LEAST_MILLISECONDS else found, UTC).isoformat()


def _who(author: object) -> dict:
    """Who it was, without the pictures."""
    return {name: author[name] for name in WHO if name in author} if isinstance(author, dict) else {}
