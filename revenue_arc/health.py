"""GET /healthz and GET /readyz: for load balancers and supervisors.

A middleware, and the outermost one: an answer must need no session, no host name, no https and no database.
"""

import logging
from functools import cache

import redis
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpResponse, HttpResponseNotAllowed, JsonResponse

from revenue_arc import heartbeat

logger = logging.getLogger(__name__)


@cache
def _migrations() -> frozenset[tuple[str, str]]:
    """Every migration of this version of the code, as (app, name)."""
    return frozenset(MigrationLoader(None).disk_migrations)


def database() -> str:
    """Why the database cannot be used, or an empty string."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        logger.exception("The database does not answer.")
        return "The database does not answer."
    return ""


def migrations() -> str:
    """Why the tables are not those of this version, or an empty string."""
    try:
        missing = sorted(_migrations() - MigrationRecorder(connection).applied_migrations().keys())
    except Error:
        return "The migrations cannot be read: the database does not answer."
    return f"{len(missing)} migrations are not applied, the first is {'.'.join(missing[0])}: run `migrate`." if missing else ""


def broker() -> str:
    """Why the broker cannot be used, or an empty string."""
    try:
        with heartbeat.connect() as client:
            client.ping()
    except redis.RedisError:
        logger.exception("The broker does not answer.")
        return "The broker (Redis) does not answer."
    return ""


def worker() -> str:
    """Why nobody would run a task now, or an empty string."""
    try:
        with heartbeat.connect() as client:
            alive = heartbeat.living(client)
    except redis.RedisError:
        return "Whether a worker lives is unknown: the broker (Redis) does not answer."
    return "" if alive else f"No Celery worker has been heard of for {heartbeat.GONE_AFTER:.0f} seconds."


CHECKS = {"database": database, "migrations": migrations, "broker": broker, "worker": worker}


def readiness() -> dict[str, str]:
    """What is not ready, by the name of the check, with a sentence each; empty when all is well."""
    return {name: reason for name, check in CHECKS.items() if (reason := check())}


class HealthMiddleware:
    """Answers the two addresses, and hands on everything else."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """200 `ok` while the process runs; 200 or 503 with the reasons as JSON for whether it can do its work."""
        if request.path not in ADDRESSES:
            return self.get_response(request)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        response = ADDRESSES[request.path]()
        response["Cache-Control"] = "no-store"
        return response


def _up() -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


def _ready() -> HttpResponse:
    reasons = readiness()
    return JsonResponse({"ready": not reasons, "reasons": reasons}, status=503 if reasons else 200)


ADDRESSES = {"/healthz": _up, "/readyz": _ready}
