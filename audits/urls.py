"""The pages of audits."""

from django.urls import path

from audits import views

app_name = "audits"
urlpatterns = [
    path("audits/", views.audits, name="audits"),
    path("audits/new/", views.start, name="start"),
    path("audits/<int:pk>/", views.audit, name="audit"),
]
