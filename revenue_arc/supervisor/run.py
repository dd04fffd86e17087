"""The supervisor itself: what is started, in which order, and how it ends."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from revenue_arc.embedded import postgres, redis
from revenue_arc.embedded.paths import CHECKOUT, places
from revenue_arc.secret_key import keep_secret_key
from revenue_arc.supervisor import leftovers, static, workers
from revenue_arc.supervisor.child import Child, descendants, end
from revenue_arc.supervisor.console import pump, say
from revenue_arc.supervisor.lock import RefusedError

HOST = "127.0.0.1"
TICK = 0.2
SERVERS = ("database", "broker")
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # loopback never goes through a proxy
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StoppedError(Exception):
    """Somebody asked the console to stop."""


class Supervisor:
    """Runs the console on `port` until it is told to stop."""

    def __init__(self, port: int, var: Path):
        self.port, self.var = port, var
        self.address = f"http://{HOST}:{port}/"
        self.children: list[Child] = []
        self.asked_to_stop = threading.Event()
        self.environment = self._environment()
        self.with_sample = self.environment["ARC_SAMPLE_COMPANY"] == "1"

    def _environment(self) -> dict[str, str]:
        """What every child gets: http on loopback, the kept key, the sample company and its systems on loopback."""
        own = {
            "ARC_HTTPS": "0",
            "ARC_ADDRESS": self.address.rstrip("/"),
            "ARC_SAMPLE_COMPANY": "1",
            "ARC_OUTBOUND_ALLOW_PRIVATE": "1",
            "PYTHONUNBUFFERED": "1",
            "PYTHONWARNINGS": "ignore:::celery.platforms",  # it dislikes root, which is all that a container has
        }
        environment = own | dict(os.environ) | leftovers.mark() | {"DJANGO_SETTINGS_MODULE": "revenue_arc.settings"}
        environment["ARC_SECRET_KEY"] = os.environ.get("ARC_SECRET_KEY") or keep_secret_key(self.var)
        return environment

    def run(self) -> None:
        """Start everything, watch it, and stop it again whatever happens."""
        for number in SIGNALS:
            signal.signal(number, lambda *_: self.asked_to_stop.set())
        try:
            self._start_servers()
            self._prepare()
            self._start_console()
            while True:
                self.pause()
        except StoppedError:
            say("Stopping …")
        finally:
            self._stop()
        say("Stopped.")

    def _start_servers(self) -> None:
        at = places()
        if "DATABASE_URL" not in os.environ:
            say(f"Starting PostgreSQL, data in {at.data} …")
            self._add("database", lambda: postgres.start(at), farewell=signal.SIGINT, patience=30)
        if "REDIS_URL" not in os.environ:
            self._add("broker", lambda: redis.start(at), patience=15)

    def _prepare(self) -> None:
        """Bring the tables, the front-end files and the sample company up to this version."""
        self.command("migrate", "manage.py", "migrate", "--noinput", "--verbosity=0")
        stamp = self.var / "staticfiles.stamp"
        if not static.is_collected(stamp):
            say("Collecting the front-end files …")
            self.command("static", "manage.py", "collectstatic", "--noinput", "--clear", "--verbosity=0")
            stamp.write_text(static.fingerprint())
        if self.with_sample:
            self.command("sample", "manage.py", "sample_company", "create")

    def _start_console(self) -> None:
        if self.with_sample:
            self._python("systems", "manage.py", "sample_company", "serve")
        web = ["-m", "granian", "--interface=wsgi", f"--host={HOST}", f"--port={self.port}", "--workers=2"]
        web += ["--blocking-threads=4", "--no-access-log", "--log-level=warning", "--workers-kill-timeout=2"]
        self._python("web", *web, "revenue_arc.wsgi:application")
        for name in workers.WORKERS:
            self._python(name, *workers.command(name), patience=8)
        self._python("beat", *workers.CELERY, "beat", "--loglevel=WARNING", "--pidfile=", patience=5)
        self._wait_until_ready()
        say(self._welcome())
        if self.with_sample:
            self._meet()

    def _meet(self) -> None:
        """Let the sample company meet once its pulls are done; the console stays up when it cannot."""
        try:
            self.command("sample", "manage.py", "sample_company", "meet")
        except RefusedError as error:
            say(f"{error} The console runs on; `make run` tries again.")

    def _wait_until_ready(self) -> None:
        """Wait for /readyz; after a minute say what is missing, and go on waiting."""
        patient_until = time.monotonic() + 60
        while reasons := not_ready(self.address):
            if time.monotonic() > patient_until:
                say(f"Still not ready: {reasons}")
                patient_until = time.monotonic() + 60
            self.pause()

    def _welcome(self) -> str:
        people = self.var / "sign-in.txt"
        lines = ["", f"Revenue Arc runs at {self.address}"]
        if self.with_sample and people.exists():
            lines += [people.read_text().rstrip(), f"(kept in {people.relative_to(CHECKOUT)})"]
        return "\n".join([*lines, "Ctrl-C stops everything.", ""])

    def pause(self) -> None:
        """Wait a moment and look after the children. Raises StoppedError when asked to stop."""
        if self.asked_to_stop.wait(TICK):
            raise StoppedError
        for child in self.children:
            child.watch()

    def command(self, name: str, *arguments: str) -> None:
        """Run a command to its end, looking after the children meanwhile. Raises RefusedError if it fails."""
        process = self._popen(arguments)
        pump(process.stdout, name)
        try:
            while process.poll() is None:
                self.pause()
        finally:
            if process.poll() is None:
                end([*descendants(process.pid)], patience=3)
                process.terminate()
                process.wait()
        if process.returncode:
            raise RefusedError(f"`{' '.join(arguments)}` failed: see its lines above.")

    def _python(self, name: str, *arguments: str, patience: float = 10) -> None:
        self._add(name, lambda: self._popen(arguments), patience=patience)

    def _popen(self, arguments: tuple[str, ...]) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=CHECKOUT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )

    def _add(self, name: str, launch: Callable[[], subprocess.Popen], **how) -> None:
        child = Child(name, launch, **how)
        child.start()
        self.children.append(child)

    def _stop(self) -> None:
        """Stop what works, then the servers that it works with, in reverse order; then whatever still carries our mark."""
        servers = [child for child in self.children if child.name in SERVERS]
        for group in ([child for child in self.children if child not in servers], *([server] for server in servers[::-1])):
            for child in reversed(group):
                child.ask_to_stop()
            for child in reversed(group):
                child.stop()
        leftovers.end_leftovers()


def not_ready(address: str) -> str:
    """Why the console cannot do its work yet, or an empty string."""
    try:
        with DIRECT.open(f"{address}readyz", timeout=5):
            return ""
    except urllib.error.HTTPError as error:
        with error:
            return " ".join(json.load(error)["reasons"].values())
    except (OSError, ValueError) as error:
        return f"The web server does not answer ({error})."
