"""The signals app."""

from django.apps import AppConfig


class SignalsConfig(AppConfig):
    """See the package's models."""

    name = "signals"
