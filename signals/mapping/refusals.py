"""Why a record, or one field of it, could not be read."""


class Refused(ValueError):
    """The record cannot be loaded: a reason code, the field, and a sentence."""

    def __init__(self, reason: str, field: str, message: str):
        super().__init__(message)
        self.reason, self.field, self.message = reason, field, message

    def __reduce__(self) -> tuple:
        return type(self), (self.reason, self.field, self.message)


class Unreadable(ValueError):
    """The field cannot be read: it is left empty and flagged, and the record is kept."""
