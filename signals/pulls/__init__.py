"""Pulls: claimed, run page by page, ended with a sentence."""

from signals.models import Pull
from signals.pulls.claims import claim, free_pulls, give_back, heartbeat, open_pull
from signals.pulls.remapping import Remapping
from signals.pulls.running import pull as run_pull


def pull(claimed: Pull, **how) -> Pull:
    """Run a claimed pull, from its source or from what is kept, to its end or its next chunk; as it then stands."""
    return run_pull(claimed, **how, way=Remapping if claimed.kind == Pull.Kind.REMAP else None)


__all__ = ["claim", "free_pulls", "give_back", "heartbeat", "open_pull", "pull"]
