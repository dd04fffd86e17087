"""Values as every endpoint writes them."""

from datetime import timedelta

from rest_framework.fields import DurationField


class SpanField(DurationField):
    """A length of time in ISO 8601, to the second."""

    def to_representation(self, value: timedelta) -> str:
        """Such as `P0DT02H30M00S`; what is left of a second is dropped."""
        return super().to_representation(value - timedelta(microseconds=value.microseconds))


def span(value: timedelta | None) -> str | None:
    """The same for a value that a method gives."""
    return None if value is None else SpanField().to_representation(value)
