"""The pages of initiatives."""

from django.urls import path

from initiatives import views

app_name = "initiatives"
urlpatterns = [path("initiatives/", views.portfolio, name="portfolio")]
