"""Pages that belong to no app."""

from django.shortcuts import redirect


def home(request):
    """The front door: the portfolio."""
    return redirect("initiatives:portfolio")
