"""The one strict HTTP client that all pulls use."""

from signals.client.answers import Answer
from signals.client.requests import Client

__all__ = ["Answer", "Client"]
