"""The address of an API as a person writes it: whole, over http or https, and without a credential in it."""

import re
from urllib.parse import urlsplit

MALFORMED = "This is not the address of an API. Write it whole, as https://crm.example.com."
HOLDS_USER = "The address holds a user or a password: give them as the credential, and leave them out here."
HOST = re.compile(r"\[[0-9a-f:.]+\]|[\w-]+(\.[\w-]+)*\.?", re.IGNORECASE)


def web_address(text: str) -> str:
    """The address without the blanks around it. Raises ValueError, in words."""
    text = text.strip()
    try:
        parts = urlsplit(text)
    except ValueError:
        raise ValueError(MALFORMED) from None
    if parts.scheme not in ("http", "https") or re.search(r"[\s\\]", text) or not text.isprintable():
        raise ValueError(MALFORMED)
    if "@" in parts.netloc:
        raise ValueError(HOLDS_USER)
    host, port = re.fullmatch(r"(.*?)(?::(\d*))?", parts.netloc).groups()  # type: ignore[union-attr]
    if not HOST.fullmatch(host) or not 0 <= int(port or 0) <= 65_535:
        raise ValueError(MALFORMED)
    return text
