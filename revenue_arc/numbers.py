"""Whole numbers that an address asks for."""


def whole(text: str | None, *, digits: int = 18) -> int | None:
    """The whole number that a text writes, from 0; None for any other text, and for more digits than asked for.

    Only 0 to 9 count: `str.isdigit` takes a superscript two, which `int` refuses. 18 digits fit any column.
    """
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= digits else None
