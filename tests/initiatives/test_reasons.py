"""The shared list of reasons changes without losing what was said with it."""

import pytest
from django.core.exceptions import ValidationError

from initiatives import services
from initiatives.models import Handoff, Reason
from initiatives.reports import ownership_of_initiative
from tests.initiatives.days import monday, tuesday

pytestmark = pytest.mark.django_db


@pytest.fixture
def coo(company):
    return company.coo


def a_reason(code):
    return Reason.objects.get(kind="handoff", code=code)


def codes():
    return [reason.code for reason in Reason.objects.offered("handoff", tuesday(9))]


def test_a_reason_is_added_at_the_end_and_keeps_its_code_when_it_is_renamed(coo):
    made = services.add_reason(kind="handoff", label="Legal has not agreed", by=coo, at=monday(9))
    assert codes()[-1] == made.code == "legal-has-not-agreed"
    assert services.rename_reason(reason=made, label="Not cleared by Legal", by=coo, at=monday(9)).code == made.code


def test_merged_reasons_count_as_one_in_the_past_too_and_rows_keep_theirs(offer, ben, coo, launch):
    reason, into, last = a_reason("duplicate"), a_reason("wrong-owner"), a_reason("missing-information")
    services.reject_handoff(handoff=offer(monday(9)), reason=reason, by=ben, at=monday(10))
    services.merge_reasons(reason=reason, into=into, by=coo, at=monday(11))
    services.merge_reasons(reason=into, into=last, by=coo, at=monday(12))
    assert Handoff.objects.get().reason == reason
    assert a_reason("duplicate").counts_as == last
    assert ownership_of_initiative(launch.initiative, tuesday(9)).handoffs.rejections == [("Missing information", 1)]
    assert "duplicate" not in codes()


def test_a_retired_reason_is_chosen_no_more_and_the_last_one_stays(coo, offer, ben):
    reason = a_reason("duplicate")
    services.retire_reason(reason=reason, by=coo, at=monday(9))
    with pytest.raises(ValidationError, match="needs a reason from the list"):
        services.reject_handoff(handoff=offer(monday(9)), reason=reason, by=ben, at=tuesday(9))
    others = Reason.objects.filter(kind="deal")
    for other in others[1:]:
        services.retire_reason(reason=other, by=coo, at=monday(9))
    with pytest.raises(ValidationError, match="the last reason of its kind"):
        services.retire_reason(reason=others[0], by=coo, at=monday(10))


def test_what_makes_no_sense_is_refused(coo):
    reason = a_reason("duplicate")
    with pytest.raises(ValidationError, match="There is a reason with these words"):
        services.add_reason(kind="handoff", label="wrong OWNER", by=coo, at=monday(9))
    for into in (reason, Reason.objects.filter(kind="deal").first()):
        with pytest.raises(ValidationError, match="another one of the same kind"):
            services.merge_reasons(reason=reason, into=into, by=coo, at=monday(9))
    services.retire_reason(reason=reason, by=coo, at=monday(9))
    with pytest.raises(ValidationError, match="retired already"):
        services.retire_reason(reason=reason, by=coo, at=monday(9))
