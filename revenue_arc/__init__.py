"""The frame: settings, urls, celery, schedule, page rendering, the embedded servers."""

from revenue_arc.celery import app as celery_app

__all__ = ["celery_app"]
