"""Dockerfile and docker-compose.yml, held against the code: no Docker engine is needed to know that they fit."""

import re
import shlex
from pathlib import Path

import pytest
import yaml
from celery.bin.celery import celery
from django.core.management import get_commands
from django.test import Client
from granian.cli import cli as granian

from revenue_arc import probe
from revenue_arc.schedule import SCHEDULE
from tests.revenue_arc.test_documented import every_variable

CHECKOUT = Path(__file__).resolve().parents[2]
COMPOSITION = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text())
SERVICES = COMPOSITION["services"]
CONSOLE = {name: service for name, service in SERVICES.items() if service["image"] == "revenue-arc"}
DOCKERFILE = (CHECKOUT / "Dockerfile").read_text()
DEFAULT_COMMAND = yaml.safe_load(re.search(r"^CMD (\[.*\])$", DOCKERFILE, re.MULTILINE)[1])


def test_the_services_are_there():
    assert CONSOLE.keys() == {"migrate", "web", "worker", "backfill", "beat"}
    assert SERVICES.keys() - CONSOLE.keys() == {"postgres", "redis"}


@pytest.mark.parametrize("name", CONSOLE)
def test_every_variable_it_sets_is_one_that_settings_reads(name):
    assert CONSOLE[name]["environment"].keys() <= every_variable()
    image = set(re.findall(r"\b((?:ARC|DATABASE|REDIS)_[A-Z]+)=", DOCKERFILE))
    assert image <= every_variable()


@pytest.mark.parametrize("name", SERVICES)
def test_it_runs_without_root_and_on_a_read_only_file_system(name):
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service.get("user", "").strip() not in ("root", "0") if name not in CONSOLE else "USER 10001:10001" in DOCKERFILE


@pytest.mark.parametrize("name", SERVICES)
def test_no_secret_is_in_the_file(name):
    for key, value in SERVICES[name].get("environment", {}).items():
        if re.search("KEY|PASSWORD|_URL", key) and "redis://redis" not in value:
            assert re.search(r"\$\{[A-Z_]+:[?-]", value)


def options_of(command):
    return {option for parameter in command.params for option in parameter.opts + parameter.secondary_opts}


def check_arguments(command, arguments):
    """Every option that is given exists."""
    given = {argument.split("=")[0] for argument in arguments if argument.startswith("-")}
    assert given <= options_of(command)


@pytest.mark.parametrize("command", [DEFAULT_COMMAND, *(one["command"] for one in CONSOLE.values() if "command" in one)])
def test_each_command_exists(command):
    program, *arguments = command
    if program == "granian":
        check_arguments(granian, arguments)
        assert arguments[-1] == "revenue_arc.wsgi:application"
    elif program == "celery":
        assert arguments[:2] == ["-A", "revenue_arc"]
        check_arguments(celery.commands[arguments[2]], arguments[3:])
    else:
        assert program == "python"
        assert arguments[0] == "manage.py"
        assert arguments[1] in get_commands()


def test_every_queue_has_a_worker(settings):
    served = {argument for one in CONSOLE.values() for argument in one.get("command", []) if argument.startswith("--queues=")}
    assert {name.removeprefix("--queues=") for name in served} == {"fresh", "backfill"}
    assert settings.CELERY_TASK_DEFAULT_QUEUE == "fresh"
    assert all(entry["options"].get("queue", "fresh") in ("fresh", "backfill") for entry in SCHEDULE.values())


def health_checks():
    yield shlex.join(yaml.safe_load(re.search(r"HEALTHCHECK .* CMD (\[.*\])", DOCKERFILE)[1]))
    for service in CONSOLE.values():
        if "test" in service.get("healthcheck", {}):
            yield shlex.join(service["healthcheck"]["test"][1:])


@pytest.mark.parametrize("command", [*health_checks()])
def test_each_health_check_asks_what_answers(command, db):
    arguments = shlex.split(command)
    assert arguments[:3] == ["python", "-m", probe.__name__]
    if arguments[3].startswith("http"):
        port, path = re.fullmatch(r"http://127\.0\.0\.1:(\d+)(/\w+)", arguments[3]).groups()
        assert f"--port={port}" in DEFAULT_COMMAND
        assert Client().get(path).status_code in (200, 503)
    else:
        assert arguments[3] in ("worker", "beat")


def test_the_image_copies_what_exists():
    for line in re.findall(r"^COPY (?!--from)(.*) \./?$", DOCKERFILE, re.MULTILINE):
        assert all((CHECKOUT / name).exists() for name in line.split())
