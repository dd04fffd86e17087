"""One pull in a process of its own, as a worker would run it: prints its seconds, its counts and its peak memory as JSON.

The memory is its own and that of the process that prepares its pages, each at its peak, added up.
"""

import json
import resource
import sys
import time

import django


def main() -> None:
    """Pull the source named on the command line."""
    django.setup()
    from django.utils import timezone

    from signals import pulls
    from signals.models import Source

    source = Source.objects.get(name=sys.argv[1])
    start = time.perf_counter()
    claimed = pulls.claim(pulls.open_pull(source, timezone.now()).pk, timezone.now())
    done = pulls.pull(claimed)
    seconds = time.perf_counter() - start
    both = sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    peak = both / (1024 * 1024 if sys.platform == "darwin" else 1024)
    names = ("read", "new", "changed", "unchanged", "rejected")
    counts = {name: getattr(done, f"rows_{name}") for name in names}
    print(json.dumps({"seconds": seconds, "peak_mb": peak, "state": done.state, "error": done.error, **counts}))


if __name__ == "__main__":
    main()
