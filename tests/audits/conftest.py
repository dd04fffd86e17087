"""The launch of tests/initiatives/conftest.py."""

from tests.initiatives.conftest import ada, ben, ceo, deliverable, initiative, launch, offer  # noqa: F401
