"""The scorecards app."""

from django.apps import AppConfig


class ScorecardsConfig(AppConfig):
    """See the package's models."""

    name = "scorecards"
