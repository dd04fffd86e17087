"""Shows instants in the reader's zone; sends a reader whose session ended to sign in again."""

import zoneinfo

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import resolve_url
from django.utils import timezone


class ReaderTimeZoneMiddleware:
    """Activates the signed-in person's time zone for the length of the request."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Answer the request in the reader's zone."""
        zone = getattr(request.user, "time_zone", "") or "UTC"
        with timezone.override(zoneinfo.ZoneInfo(zone)):
            return self.get_response(request)


class SignInAgainMiddleware:
    """Has htmx load the page anew where a fragment would be the sign-in page: a page that polls outlives its session."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Answer; 204 with HX-Refresh in place of a redirect of a fragment to the sign-in page."""
        response = self.get_response(request)
        to_sign_in = response.get("Location", "").partition("?")[0] == resolve_url(settings.LOGIN_URL)
        if request.htmx and to_sign_in and not request.user.is_authenticated:
            return HttpResponse(status=204, headers={"HX-Refresh": "true"})
        return response
