"""What beat sends."""

from revenue_arc.celery import app
from revenue_arc.schedule import SCHEDULE


def test_every_task_that_beat_names_exists():
    app.loader.import_default_modules()
    assert {entry["task"] for entry in SCHEDULE.values()} <= app.tasks.keys()


def test_a_wake_up_that_comes_too_late_is_dropped():
    assert all(entry["options"]["expires"] <= entry["schedule"] for entry in SCHEDULE.values())
