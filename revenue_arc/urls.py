"""The site map."""

from django.contrib import admin
from django.urls import include, path

from revenue_arc import views

urlpatterns = [
    path("", views.home, name="home"),
    path("", include("people.urls")),
    path("", include("initiatives.urls")),
    path("", include("signals.urls")),
    path("", include("audits.urls")),
    path("", include("scorecards.urls")),
    path("api/", include("revenue_arc.api.urls")),
    path("admin/", admin.site.urls),
]
