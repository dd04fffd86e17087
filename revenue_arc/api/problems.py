"""Errors as problem details (RFC 9457)."""

import logging
from http import HTTPStatus
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db import IntegrityError
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import exception_handler, set_rollback

log = logging.getLogger(__name__)

CONTENT_TYPE = "application/problem+json"
SIGN_IN = (
    "This needs a token in the Authorization header (“Bearer arc_…”) or a signed-in session. "
    "An administrator makes a token with “python manage.py api_token EMAIL”."
)
AT_ONCE = "Somebody changed the same thing at the same moment, so nothing of yours was kept. Read it again, then decide."
NOTHING = "There is nothing at this address, or it is gone. The list one level up tells what there is."
OURS = "Something went wrong here, and nothing of this request was kept. The server's log has the details."


class Conflict(exceptions.APIException):
    """Two requests wanted the same thing; the database let one of them have it."""

    status_code = 409
    default_detail = AT_ONCE


def problem_details(error: Exception, context: dict[str, Any]) -> Response:
    """Answer any error, ours, Django's or DRF's, with problem details; an unforeseen one is logged and answered 500."""
    if isinstance(error, DjangoValidationError):
        error = exceptions.ValidationError(_by_field(error))
    elif isinstance(error, IntegrityError):
        error = Conflict()
    elif isinstance(error, Http404) and str(error).endswith("matches the given query."):  # Django's words, of our classes
        error = exceptions.NotFound(NOTHING)
    elif isinstance(error, exceptions.NotAuthenticated):
        error.detail = SIGN_IN
    response = exception_handler(error, context)
    if response is None:
        set_rollback()
        log.exception("An unforeseen error in the API", exc_info=error)
        response = Response(status=500)
    elif not isinstance(error, exceptions.ValidationError):
        return problem(response, str(response.data["detail"]))
    return problem(response, sentence(response.data) if response.data else OURS, errors=response.data)


def problem(response: Response, detail: str, errors: Any = None) -> Response:
    """Make the body of an answer problem details."""
    response.data = {
        "type": "about:blank",
        "title": HTTPStatus(response.status_code).phrase,
        "status": response.status_code,
        "detail": detail,
        **({"errors": errors if isinstance(errors, dict) else {_general(): errors}} if errors else {}),
    }
    response.content_type = CONTENT_TYPE
    return response


def sentence(errors: Any) -> str:
    """Errors by field as one text, such as `answer_by: This field is required.`."""
    if isinstance(errors, dict):
        return " ".join(
            sentence(value) if name == _general() else f"{name}: {sentence(value)}" for name, value in errors.items()
        )
    if isinstance(errors, list):
        return " ".join(sentence(value) for value in errors if value)
    return str(errors)


def _by_field(error: DjangoValidationError) -> dict[str, list[str]]:
    if not hasattr(error, "error_dict"):
        return {_general(): error.messages}
    return {_general() if name == NON_FIELD_ERRORS else name: texts for name, texts in error.message_dict.items()}


def _general() -> str:
    return str(api_settings.NON_FIELD_ERRORS_KEY)
