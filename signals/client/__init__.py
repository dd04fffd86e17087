"""The one strict HTTP client that all pulls use."""

from signals.client.answers import Answer
from signals.client.quota import Quota
from signals.client.refusals import Busy, NotFound, Refusal
from signals.client.requests import Client
from signals.client.tokens import OAuth

__all__ = ["Answer", "Busy", "Client", "NotFound", "OAuth", "Quota", "Refusal"]
