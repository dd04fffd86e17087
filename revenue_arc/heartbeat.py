"""A Celery worker says that it lives: every few seconds, from its own loop, so that long tasks do not silence it."""

import logging

import redis
from celery import bootsteps
from django.conf import settings

KEY = "revenue-arc:workers"
EVERY = 5.0
GONE_AFTER = 30.0

logger = logging.getLogger(__name__)


def connect() -> redis.Redis:
    """A client of the broker that gives up after two seconds."""
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2)


def _clock(client: redis.Redis) -> float:
    """The broker's clock, in seconds: one clock for workers and readers on any machine."""
    seconds, microseconds = client.time()
    return seconds + microseconds / 1e6


def beat(client: redis.Redis, worker: str) -> None:
    """Write that `worker` lives now, and forget those that have been silent for long."""
    now = _clock(client)
    client.zadd(KEY, {worker: now})
    client.zremrangebyscore(KEY, "-inf", now - 10 * GONE_AFTER)


def living_workers(client: redis.Redis) -> int:
    """How many workers beat within the last `GONE_AFTER` seconds. Raises redis.RedisError if the broker does not answer."""
    return client.zcount(KEY, _clock(client) - GONE_AFTER, "+inf")


class WorkerHeartbeat(bootsteps.StartStopStep):
    """The part of a worker that beats while it runs, and signs off when it stops."""

    requires = {"celery.worker.components:Timer"}

    def __init__(self, worker, **kwargs):
        super().__init__(worker, **kwargs)
        self.client = self.timer = None

    def start(self, worker):
        """Beat now, and go on."""
        self.client = connect()
        self._beat(worker.hostname)
        self.timer = worker.timer.call_repeatedly(EVERY, self._beat, (worker.hostname,), priority=10)

    def stop(self, worker):
        """Stop, and say so."""
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None
        try:
            self.client.zrem(KEY, worker.hostname)
        except redis.RedisError:
            logger.warning("The broker is gone: this worker could not sign off.")

    def _beat(self, hostname: str) -> None:
        try:
            beat(self.client, hostname)
        except redis.RedisError:
            logger.warning("The broker does not answer: this worker could not say that it lives.")
