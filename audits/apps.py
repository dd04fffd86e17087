"""The audits app."""

from django.apps import AppConfig


class AuditsConfig(AppConfig):
    """See the package's models."""

    name = "audits"
