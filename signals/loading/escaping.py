"""Text as COPY takes it."""

import orjson

NOTHING = "\\N"
SPECIAL = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\x00": ""})


def escaped(text: str) -> str:
    """A text with what COPY gives a meaning escaped."""
    return text.translate(SPECIAL)


def field(value: object) -> str:
    """A value as COPY's text format writes it."""
    if value is None:
        return NOTHING
    if isinstance(value, dict | list):
        value = orjson.dumps(value).decode()
    elif not isinstance(value, str):
        return value.isoformat() if hasattr(value, "isoformat") else str(value)
    return escaped(value)


def all_escaped(texts: list[str]) -> list[str]:
    """A column of texts, each escaped where any needs it."""
    together = "".join(texts)
    if any(sign in together for sign in "\\\t\n\r\x00"):
        return [text.translate(SPECIAL) for text in texts]
    return texts
