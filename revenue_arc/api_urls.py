"""Every endpoint under /api/v1/, app by app."""

from django.urls import include, path

urlpatterns = [
    path("", include("initiatives.api")),
    path("", include("signals.api")),
    path("", include("scorecards.api")),
]
