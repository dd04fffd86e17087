"""The API: its endpoints under v1/, its schema, and the page that explains it."""

from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularJSONAPIView

from revenue_arc.api import views

app_name = "api"
urlpatterns = [
    path("", views.reference, name="reference"),
    path("schema/", SpectacularJSONAPIView.as_view(), name="schema"),
    path("v1/", include("people.api.urls")),
    path("v1/", include("initiatives.api.urls")),
    path("v1/", include("signals.api.urls")),
    path("v1/", include("audits.api.urls")),
    path("v1/", include("scorecards.api.urls")),
    re_path("", views.Nothing.as_view(), name="nothing"),
]
