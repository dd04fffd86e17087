"""Text as COPY takes it."""

SPECIAL = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\x00": ""})


def escaped(text: str) -> str:
    """A text with what COPY gives a meaning escaped."""
    return text.translate(SPECIAL)
