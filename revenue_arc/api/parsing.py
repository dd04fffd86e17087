"""Reading the body of a request."""

from rest_framework.exceptions import APIException
from rest_framework.parsers import JSONParser

LARGEST_BODY = 1_000_000


class TooLarge(APIException):
    """The body is larger than any request needs."""

    status_code = 413
    default_detail = f"The body is larger than {LARGEST_BODY:,} bytes. Nothing was kept; send less at a time."


class BoundedJSONParser(JSONParser):
    """JSON of at most a million bytes."""

    def parse(self, stream, media_type=None, parser_context=None):
        """Parse the body; raises TooLarge."""
        length = parser_context["request"].META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) > LARGEST_BODY:
            raise TooLarge
        return super().parse(stream, media_type, parser_context)
