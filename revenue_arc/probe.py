"""`python -m revenue_arc.probe …`: the health checks of containers, which have no curl.

An address: 0 when it answers 200. `worker` or `beat`: 0 when the one of this machine has been heard of lately.
"""

import os
import socket
import sys
import urllib.error
import urllib.request


def answers(address: str) -> str:
    """What is wrong with the address, or an empty string."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(address, timeout=8):
            return ""
    except urllib.error.HTTPError as error:
        with error:
            return error.read().decode(errors="replace")
    except (OSError, ValueError) as error:
        return f"{address} does not answer: {error}"


def lives(kind: str) -> str:
    """What is wrong with this machine's worker or beat, or an empty string."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "revenue_arc.settings")
    from revenue_arc import heartbeat  # noqa: PLC0415  (a web server's probe needs no settings)

    name, key = {
        "worker": (f"celery@{socket.gethostname()}", heartbeat.WORKERS),
        "beat": (f"beat@{socket.gethostname()}", heartbeat.BEATS),
    }[kind]
    with heartbeat.connect() as client:
        return "" if name in heartbeat.living(client, kind=key) else f"{name} has not been heard of lately."


def main(what: str) -> str:
    """What is wrong, in a sentence, or an empty string."""
    return lives(what) if what in ("worker", "beat") else answers(what)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]) or 0)
