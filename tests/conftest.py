"""What every test may ask for: the people of a company, and clients that are signed in."""

import html
import importlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.db import connections
from django.test import Client
from hypothesis import settings
from pytest_django.plugin import blocking_manager_key

from people.models import Function, Person, Seat
from tests.databases import django_db_modify_db_settings  # noqa: F401  (a plugin could not override pytest-django's)

COMMITTING = frozenset({"transactional_db", "live_server", "django_db_serialized_rollback", "django_db_reset_sequences"})
REASONS = importlib.import_module("initiatives.migrations.0002_reasons")
FOUNDED = datetime(2024, 1, 1, tzinfo=UTC)

# The same examples on every run and machine; `--hypothesis-profile=search` looks for new ones.
settings.register_profile("suite", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None, max_examples=500)
settings.load_profile("suite")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    """A test that commits is followed by emptied tables: give them back what a migration had put there, whoever runs next."""
    done = yield
    marker = item.get_closest_marker("django_db")
    commits = COMMITTING.intersection(item.fixturenames) or (marker and marker.kwargs.get("transaction"))
    if commits and nextitem is not None:  # after the last test there is no database left
        with item.config.stash[blocking_manager_key].unblock():
            REASONS.add_reasons(apps, None)
            connections.close_all()  # with playwright's loop in this thread, nobody else would find it again
    return done


@dataclass(frozen=True)
class Staff:
    """The people of the company, by what they are."""

    ceo: Person
    coo: Person
    product: Person
    marketing: Person
    creative: Person
    sales: Person
    owner: Person
    administrator: Person
    member: Person

    @property
    def heads(self) -> dict[str, Person]:
        """The four heads by function, in the order of `Function`."""
        return {function: getattr(self, function) for function in Function.values}


@pytest.fixture
def person(db):
    """A factory: `person("Ada Byron")`, or `person("Ada Byron", role="member", function="sales")`; seats held since 2024."""

    def make(name, *, role="", function="", **fields):
        email = fields.pop("email", f"{name.split()[0].lower()}@example.com")
        made = Person.objects.create_user(email, "correct horse battery", name=name, **fields)
        if role:
            Seat.objects.create(person=made, role=role, function=function, period=(FOUNDED, None))
        return made

    return make


@pytest.fixture
def company(person) -> Staff:
    """Four heads, the CEO, the COO, an arc owner (no seat of a head), an administrator and a member of marketing."""
    return Staff(
        ceo=person("Ingrid Solberg", role="ceo"),
        coo=person("Anita Rao", role="coo"),
        product=person("Dana Okafor", role="head", function="product"),
        marketing=person("Luis Ferreira", role="head", function="marketing"),
        creative=person("Mei Tanaka", role="head", function="creative"),
        sales=person("Tom Halvorsen", role="head", function="sales"),
        owner=person("Priya Raman", role="member", function="product"),
        administrator=person("Sam Adeyemi", is_staff=True),
        member=person("Noor Haddad", role="member", function="marketing"),
    )


@pytest.fixture
def client_of():
    """A factory: `client_of(company.sales)` is a test client signed in as that person."""

    def make(who, **defaults):
        client = Client(**defaults)
        client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return make


@pytest.fixture
def words():
    """What a page says: its text without markup, white space folded."""

    def read(answer):
        text = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).replace("\xa0", " ").split())

    return read
