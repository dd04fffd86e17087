"""What a name that a person types may hold: nothing that no one sees, and nothing that turns the text around it."""

import unicodedata

from django.core.exceptions import ValidationError

# Embeddings, overrides and isolates of the Unicode bidirectional algorithm (UAX 9), and its three marks.
TURNING = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def validate_name(name: str) -> None:
    """Refuse a name with a control character or a mark of direction. Raises a validation error that says where it is."""
    for place, character in enumerate(name, 1):
        if ord(character) in TURNING or unicodedata.category(character) == "Cc":
            raise ValidationError(
                f"Character {place} (U+{ord(character):04X}) cannot be seen and would turn or break the text around the name. "
                "Leave it out.",
                code="unseen",
            )
