"""The people app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Person, function, seat."""

    name = "people"
