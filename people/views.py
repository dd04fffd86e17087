"""Signing in and out."""

from django.contrib.auth import views


class SignIn(views.LoginView):
    """Sign in by e-mail; five failures lock the pair of address and machine for a quarter of an hour."""

    template_name = "people/sign_in.html"
    redirect_authenticated_user = True


class SignOut(views.LogoutView):
    """Sign out."""
