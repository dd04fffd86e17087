"""Pulls: claimed, run page by page, ended with a sentence."""

from signals.pulls.claims import claim, give_back, heartbeat, open_pull
from signals.pulls.running import pull

__all__ = ["claim", "give_back", "heartbeat", "open_pull", "pull"]
