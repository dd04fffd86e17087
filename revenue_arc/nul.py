"""Refuses addresses that hold the character NUL, which PostgreSQL keeps and compares nowhere."""

from django.core.exceptions import BadRequest
from django.http import HttpRequest, JsonResponse
from rest_framework.response import Response

from revenue_arc.api.problems import CONTENT_TYPE, problem, sentence

NO_NUL = "The address holds the character NUL (%00), which no text can hold. Leave it out."


class NulMiddleware:
    """Answers 400 where the path or the query holds a NUL: with the page for it, or in the API with problem details."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Hand on every address without a NUL."""
        query = request.META.get("QUERY_STRING", "")
        if "\0" not in request.path and "\0" not in query and "%00" not in query:
            return self.get_response(request)
        if request.path.startswith("/api/"):
            return _problem(request)
        raise BadRequest(NO_NUL)


def _problem(request: HttpRequest) -> JsonResponse:
    """The API's answer: each parameter that holds a NUL is named; none where the path does."""
    errors = {name: [NO_NUL] for name, values in request.GET.lists() if "\0" in name or any("\0" in value for value in values)}
    told = problem(Response(status=400), sentence(errors) or NO_NUL, errors=errors)
    return JsonResponse(told.data, status=400, content_type=CONTENT_TYPE)
