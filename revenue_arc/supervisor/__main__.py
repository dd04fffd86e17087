"""`python -m revenue_arc.supervisor`, which is what `make run` calls."""

import argparse
import os
import sys

from revenue_arc.embedded import leftovers as embedded_leftovers
from revenue_arc.embedded.paths import CHECKOUT, places
from revenue_arc.supervisor import leftovers
from revenue_arc.supervisor.child import KeepsDyingError
from revenue_arc.supervisor.console import say
from revenue_arc.supervisor.lock import RefusedError, check_port, read_port, take
from revenue_arc.supervisor.run import HOST, Supervisor

VAR = CHECKOUT / "var"


def main() -> int:
    """Run the console until it is told to stop; 1 when it could not start or had to give up."""
    parser = argparse.ArgumentParser(prog="revenue_arc.supervisor", description=__doc__)
    parser.add_argument("--reset", action="store_true", help="throw away the data of `make run`, and end")
    arguments = parser.parse_args()
    try:
        port = read_port(os.environ.get("PORT") or "8000")
        with take(VAR / "run.lock", f"http://{HOST}:{port}/"):
            clear()
            if arguments.reset:
                reset()
            else:
                check_port(HOST, port)
                Supervisor(port, VAR).run()
    except (RefusedError, KeepsDyingError, RuntimeError) as error:
        say(str(error))
        return 1
    except PermissionError as error:
        say(f"{error.filename} belongs to another user: run as that user, or remove it.")
        return 1
    return 0


def clear() -> None:
    """End what a killed supervisor left, so that port, sockets and data are free. The lock says that none is alive."""
    ended = leftovers.end_leftovers() + embedded_leftovers.end(places())
    if ended:
        say(f"Ended {ended} processes that an earlier run had left.")


def reset() -> None:
    """Delete the embedded servers' data, and what was made from it."""
    places().remove()
    for name in ("sign-in.txt", "celerybeat-schedule"):
        (VAR / name).unlink(missing_ok=True)
    say("The data of `make run` is gone; the next start makes it anew.")


if __name__ == "__main__":
    sys.exit(main())
