"""Under which name failures to sign in are counted."""

from django.http import HttpRequest


def name_counted(request: HttpRequest, credentials: dict | None) -> str:
    """The address as signing in understands it, so that another case or a blank is no new name with new attempts."""
    given = (credentials or request.POST).get("username") or ""
    return given.strip().lower()
