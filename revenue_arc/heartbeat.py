"""Workers and beat say that they live: from their own loops, so that long tasks do not silence them."""

import logging
import socket
from typing import cast

import redis
from celery import bootsteps
from celery.beat import PersistentScheduler
from django.conf import settings

WORKERS, BEATS = "revenue-arc:workers", "revenue-arc:beats"
EVERY = 5.0
GONE_AFTER = 30.0

logger = logging.getLogger(__name__)


def connect() -> redis.Redis:
    """A client of the broker that gives up after two seconds."""
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2)


def _clock(client: redis.Redis) -> float:
    """The broker's clock, in seconds: one clock for writers and readers on any machine."""
    seconds, microseconds = client.time()
    return seconds + microseconds / 1e6


def beat(client: redis.Redis, name: str, *, kind: str = WORKERS) -> None:
    """Write that `name` lives now, and forget those that have been silent for long."""
    now = _clock(client)
    client.zadd(kind, {name: now})
    client.zremrangebyscore(kind, "-inf", now - 10 * GONE_AFTER)


def living(client: redis.Redis, *, kind: str = WORKERS) -> list[str]:
    """Who beat within the last `GONE_AFTER` seconds. Raises redis.RedisError if the broker does not answer."""
    names = cast(list[bytes], client.zrangebyscore(kind, _clock(client) - GONE_AFTER, "+inf"))
    return [name.decode() for name in names]


def _try_to_beat(client: redis.Redis, name: str, kind: str) -> None:
    try:
        beat(client, name, kind=kind)
    except redis.RedisError:
        logger.warning("The broker does not answer: %s could not say that it lives.", name)


class WorkerHeartbeat(bootsteps.StartStopStep):
    """The part of a worker that beats while it runs, and signs off when it stops."""

    requires = {"celery.worker.components:Timer"}

    def __init__(self, worker, **kwargs):
        super().__init__(worker, **kwargs)
        self.client, self.timer = connect(), None

    def start(self, worker):
        """Beat now, and go on."""
        _try_to_beat(self.client, worker.hostname, WORKERS)
        arguments = (self.client, worker.hostname, WORKERS)
        self.timer = worker.timer.call_repeatedly(EVERY, _try_to_beat, arguments, priority=10)

    def terminate(self, worker):
        """Stop at once, and say so."""
        self.stop(worker)

    def stop(self, worker):
        """Stop, and say so."""
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None
        try:
            self.client.zrem(WORKERS, worker.hostname)
            self.client.close()
        except redis.RedisError:
            logger.warning("The broker is gone: %s could not sign off.", worker.hostname)


class BeatingScheduler(PersistentScheduler):
    """Celery's own scheduler, which also says that it lives whenever it looks at the clock."""

    def __init__(self, *args, **kwargs):
        self.client, self.host = connect(), f"beat@{socket.gethostname()}"
        super().__init__(*args, **kwargs)

    def tick(self, *args, **kwargs):
        """Beat, send what is due, and return the seconds until the next look: often enough to be heard."""
        _try_to_beat(self.client, self.host, BEATS)
        return min(super().tick(*args, **kwargs), EVERY)
