"""Exact keys: what makes two records the same customer, or two names the same part."""

import unicodedata
from functools import lru_cache

# fmt: off
FREE_MAIL = frozenset({
    "gmail.com", "googlemail.com", "yahoo.com", "yahoo.co.uk", "yahoo.de", "yahoo.fr", "yahoo.com.br", "ymail.com",
    "rocketmail.com", "hotmail.com", "hotmail.co.uk", "hotmail.fr", "hotmail.de", "outlook.com", "outlook.de",
    "outlook.fr", "live.com", "live.co.uk", "msn.com", "aol.com", "icloud.com", "me.com", "mac.com", "gmx.de",
    "gmx.net", "gmx.com", "gmx.at", "gmx.ch", "web.de", "t-online.de", "freenet.de", "mail.com", "mail.ru", "yandex.ru",
    "yandex.com", "bk.ru", "inbox.ru", "list.ru", "proton.me", "protonmail.com", "pm.me", "tutanota.com", "tuta.io",
    "fastmail.com", "hey.com", "zoho.com", "qq.com", "163.com", "126.com", "sina.com", "naver.com", "daum.net",
    "hanmail.net", "orange.fr", "free.fr", "laposte.net", "wanadoo.fr", "sfr.fr", "libero.it", "virgilio.it", "tin.it",
    "bol.com.br", "uol.com.br", "terra.com.br", "comcast.net", "verizon.net", "att.net", "sbcglobal.net",
    "btinternet.com", "sky.com", "virginmedia.com", "bluewin.ch", "ziggo.nl", "kpnmail.nl", "telenet.be", "seznam.cz",
    "wp.pl", "o2.pl", "interia.pl", "rediffmail.com",
})
# fmt: on
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
