"""Pulls: claimed, run page by page, ended with a sentence."""

from signals.pulls.claims import claim, free_pulls, give_back, heartbeat, open_pull
from signals.pulls.running import pull

__all__ = ["claim", "free_pulls", "give_back", "heartbeat", "open_pull", "pull"]
