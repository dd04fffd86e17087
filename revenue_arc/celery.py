"""The Celery application. The queue is a wake-up; PostgreSQL is the truth."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "revenue_arc.settings")

app = Celery("revenue_arc", task_cls="revenue_arc.history.recording:RecordedTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["worker"].add("revenue_arc.heartbeat:WorkerHeartbeat")
