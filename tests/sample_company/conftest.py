"""The vendors of a small story, on free ports, at a moment of the anchor's day; and the whole company, pulled."""

import os
from datetime import UTC, date, datetime
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from sample_company import places, serving
from sample_company.founding import create
from sample_company.story import Story
from sample_company.vendors.service import Service
from sample_company.vendors.systems import vendor
from signals.recompute import recompute_live

ANCHOR = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def story():
    return Story(ANCHOR, scale=0.1)


@pytest.fixture
def serve(story):
    """Serve one system, and stop it in the end: serve("crm", now=…) -> Service."""
    started = []

    def start(system: str, now: datetime = NOW) -> Service:
        started.append(Service(vendor(story, system, f"token-{system}", lambda: now)).start())
        return started[-1]

    yield start
    for service in started:
        service.stop()


@pytest.fixture(scope="module")
def pulled_company(django_db_setup, django_db_blocker, story, tmp_path_factory):
    """The company created, its systems served and pulled through the real engine, once for a module; rolled back at its end."""
    folder = tmp_path_factory.mktemp("var")
    os.environ["ARC_SAMPLE_PASSWORD"] = "a password of the suite"
    with (
        override_settings(VAR_DIR=folder),
        time_machine.travel(NOW, tick=True),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        create(anchor=ANCHOR, base_port=20_000 + os.getpid() % 7_000 * 4, now=NOW, say=lambda line: None)
        services = serving.start(places.load(), story, lambda: NOW)
        call_command("pull", "--all", stdout=StringIO(), stderr=StringIO())
        recompute_live(at=timezone.now())
        yield timezone.now
        for service in services:
            service.stop()
        transaction.set_rollback(True)
    del os.environ["ARC_SAMPLE_PASSWORD"]
