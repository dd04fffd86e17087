"""Tokens: shown once, kept as hashes, worth nothing once revoked."""

import json
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from people.models import Token
from revenue_arc.history import changes_of

pytestmark = pytest.mark.django_db


def ask(token, path="/api/schema/"):
    return Client().get(path, headers={"authorization": f"Bearer {token}"})


@pytest.fixture
def token(company, capsys):
    call_command("api_token", company.member.email.upper())
    return capsys.readouterr().out.strip()


def test_a_token_acts_as_its_person(company, token):
    assert ask(token).status_code == 200
    assert Token.objects.bearing(token).person == company.member


def test_the_database_holds_no_token(token):
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(t)::text FROM people_token t")
        kept = cursor.fetchone()[0]
        cursor.execute("SELECT row_to_json(t)::text FROM people_tokenevent t")
        recorded = cursor.fetchone()[0]
    assert token not in kept + recorded
    assert "digest" in json.loads(kept)
    assert "digest" not in json.loads(recorded)


def test_a_revoked_token_is_refused_and_the_history_says_when(company, token, capsys):
    call_command("api_token", company.member.email, "--revoke")
    assert capsys.readouterr().out == "Revoked 1 token of Noor Haddad.\n"
    answer = ask(token)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"
    assert "revoked" in answer.json()["detail"]
    assert [change.deed for change in changes_of(company.member.tokens.all())] == ["changed", "created"]


def test_a_token_of_somebody_who_left_is_refused(company, token):
    company.member.is_active, company.member.left_at = False, datetime(2026, 1, 1, tzinfo=UTC)
    company.member.save()
    assert ask(token).status_code == 401
    with pytest.raises(CommandError, match="has left"):
        call_command("api_token", company.member.email)


@pytest.mark.parametrize("token", ["", "arc_wrong", "two words", "caf\xe9"])
def test_nonsense_is_refused_with_a_problem(db, token):
    answer = ask(token)
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"


def test_a_token_for_nobody_is_refused(db):
    with pytest.raises(CommandError, match="Nobody here has the address"):
        call_command("api_token", "nobody@example.com")
