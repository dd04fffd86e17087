"""What every endpoint of the API shares: pagination and problem details (RFC 9457)."""

from django.core.exceptions import ValidationError as DjangoValidationError
from rest_framework import exceptions
from rest_framework.pagination import LimitOffsetPagination
from rest_framework.views import exception_handler


class Pages(LimitOffsetPagination):
    """`limit` and `offset`; at most 500 rows an answer."""

    default_limit = 50
    max_limit = 500


def problem_details(error, context):
    """Turn an error, ours or DRF's, into problem details."""
    if isinstance(error, DjangoValidationError):
        detail = error.message_dict if hasattr(error, "error_dict") else {"non_field_errors": error.messages}
        error = exceptions.ValidationError(detail)
    response = exception_handler(error, context)
    if response is None:
        return None
    errors = response.data if isinstance(error, exceptions.ValidationError) else None
    response.data = {
        "type": "about:blank",
        "title": getattr(error, "default_detail", "Not found."),
        "status": response.status_code,
        "detail": _sentence(errors) if errors else str(getattr(error, "detail", error)),
        **({"errors": errors} if errors else {}),
    }
    response.content_type = "application/problem+json"
    return response


def _sentence(errors) -> str:
    if isinstance(errors, dict):
        return " ".join(_sentence(value) for value in errors.values())
    if isinstance(errors, list):
        return " ".join(_sentence(value) for value in errors)
    return str(errors)
