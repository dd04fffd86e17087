"""Signing in and out, the account, and who is who."""

from django.urls import path

from people import views

app_name = "people"
urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign_in"),
    path("sign-out/", views.SignOut.as_view(), name="sign_out"),
    path("account/", views.account, name="account"),
    path("account/password/", views.password, name="password"),
    path("account/keys/", views.keys, name="keys"),
    path("theme/", views.theme, name="theme"),
    path("people/", views.people, name="list"),
    path("people/<int:pk>/", views.person, name="person"),
]
