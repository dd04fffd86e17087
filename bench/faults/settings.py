"""The settings of the workers of the loop: those of production, with intervals that a loop can wait for."""

from datetime import timedelta

from revenue_arc.settings import *  # noqa: F403

PULL_HEARTBEAT_STOPS = timedelta(seconds=5)
PULL_FIRST_WAIT = timedelta(seconds=0.5)
PULL_TAKEOVERS = 1_000  # here it is never the page that kills
CELERY_BEAT_SCHEDULE = {
    "pull what is due": {"task": "signals.tasks.sweep", "schedule": 0.5, "options": {"expires": 5.0}},
}
