"""`manage.py verify_briefs` ends with an error that names the broken brief (rule 16)."""

import io

import pgtrigger
import pytest
from django.core.management import CommandError, call_command

from revenue_arc.canonical import sha256_of
from scorecards import services
from scorecards.models import Brief
from tests.scorecards.conftest import NOW, days


@pytest.fixture
def two_briefs(launch):
    first = launch.open()
    launch.do(services.decide_nogo, launch.staff.owner, reason="Not now.")
    launch.meeting = services.schedule_meeting(
        initiative=launch.initiative,
        question="now?",
        scheduled_for=NOW + days(8),
        of=4,
        by=launch.staff.owner,
        at=NOW + days(7),
    )
    return first, services.open_meeting(meeting=launch.meeting, by=launch.staff.owner, at=NOW + days(8))


def tamper(brief, **values):
    with pgtrigger.ignore("scorecards.Brief:brief_never_changes"):
        Brief.objects.filter(pk=brief.pk).update(**values)


def verify():
    out = io.StringIO()
    call_command("verify_briefs", stdout=out)
    return out.getvalue()


def test_nothing_frozen_yet_is_nothing_wrong(db):
    assert "0 briefs verified" in verify()


def test_untouched_briefs_hold(two_briefs):
    assert "Atlas launch: 2 briefs, intact" in verify()


def test_a_changed_brief_is_named(two_briefs):
    first, _ = two_briefs
    tamper(first, text=first.text.replace('"3.7"', '"0.7"'))
    with pytest.raises(CommandError, match="Atlas launch, brief of decision 1: its text does not give the hash"):
        verify()


def test_a_brief_changed_together_with_its_hash_is_found_by_the_decision_and_the_next_brief(two_briefs, launch, client_of):
    first, _ = two_briefs
    text = first.text.replace('"3.7"', '"0.7"')
    tamper(first, text=text, sha256=sha256_of(text))
    with pytest.raises(CommandError) as error:
        verify()
    assert "brief of decision 1: its hash is not the one that the decision was taken on" in str(error.value)
    assert "brief of decision 2: it does not follow on the hash of Atlas launch, brief of decision 1" in str(error.value)
    page = client_of(launch.staff.member).get(f"/meetings/{first.meeting_id}/brief/").content.decode()
    assert "The record does not hold" in page
