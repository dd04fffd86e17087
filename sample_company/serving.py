"""Serving the four systems in one process, and writing the exports as the nights pass."""

import signal
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from django.utils import timezone

from sample_company import connecting, exports, places
from sample_company.story import SYSTEMS, Story
from sample_company.vendors.service import Service
from sample_company.vendors.systems import vendor

EXPORT_EVERY_SECONDS = 900


def start(state: places.State, story: Story, now: Callable[[], datetime] = timezone.now) -> list[Service]:
    """Start all services, or none: raises OSError where a port is taken."""
    ports = {name: state.base_port + place for place, name in enumerate(SYSTEMS)}
    services: list[Service] = []
    try:
        for name in SYSTEMS:
            services.append(Service(vendor(story, name, state.token, now), ports[name]).start())
    except OSError:
        for service in services:
            service.stop()
        raise
    return services


def serve(state: places.State, say: Callable[[str], object]) -> None:
    """Serve until TERM or Ctrl-C."""
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    story = Story(state.anchor)
    try:
        services = start(state, story)
    except OSError:  # another program was faster: move, and tell the sources
        state = places.save(replace(state, base_port=places.free_base_port(state.base_port)))
        connecting.connect(state)
        services = start(state, story)
    for service in services:
        say(f"{service.vendor.name} answers at {service.address}")
    while not stopped.is_set():
        exports.write(story, places.exports(), timezone.now())
        stopped.wait(EXPORT_EVERY_SECONDS)
    for service in services:
        service.stop()
