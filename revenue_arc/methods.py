"""Says in words that an address only takes what a form sends, where Django answers 405 without a body."""

from django.http import JsonResponse
from django.shortcuts import render
from rest_framework.response import Response

from revenue_arc.api.problems import CONTENT_TYPE, problem

NOT_SO = "This address does not take {method}. It takes: {allowed}."


class MethodMiddleware:
    """Gives a bodiless 405 its page, or in the API its problem details; status and `Allow` stay."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Hand on every answer but a bodiless 405."""
        answer = self.get_response(request)
        if answer.status_code != 405 or answer.streaming or answer.content:
            return answer
        told = _problem(request, answer) if request.path.startswith("/api/") else render(request, "405.html", status=405)
        told["Allow"] = answer["Allow"]
        return told


def _problem(request, answer) -> JsonResponse:
    words = NOT_SO.format(method=request.method, allowed=answer["Allow"])
    return JsonResponse(problem(Response(status=405), words).data, status=405, content_type=CONTENT_TYPE)
