"""What systems say, in the report that every page reads: the initiative's page, the audit and the API tell the same numbers."""

import pytest
from django.db import IntegrityError, transaction

from initiatives import services
from initiatives.models import SystemClaim
from initiatives.ownership import Standing
from initiatives.reports import ownership_of, ownership_of_initiative
from tests.initiatives.days import friday, monday, thursday, tuesday, wednesday

pytestmark = pytest.mark.django_db


@pytest.fixture
def says(launch):
    """Let a system say who held the positioning: says(ada, monday(9), tuesday(9))."""

    def claim(person, start, end=None, *, resource="", is_known=True):
        draft = services.ClaimDraft(start, end, person, is_known, resource or str(person or ""), "Jira", "issue ATL-1")
        return services.replace_claims(work=7, drafts={launch.positioning.pk: [draft]})

    return claim


@pytest.fixture
def held(launch, ada):
    services.name_holder(deliverable=launch.positioning, person=ada, by=ada, at=monday(8))


def test_a_contradiction_is_contested_and_leaves_the_holding_as_it_was(launch, held, says, ada, ben):
    says(ben, wednesday(9), thursday(9))
    report = ownership_of(launch.positioning, friday(9))
    assert [(one.standing, one.segment.start) for one in report.weighed] == [
        (Standing.RECORDED, monday(8)),
        (Standing.CONTESTED, wednesday(9)),
        (Standing.RECORDED, thursday(9)),
    ]
    assert report.spans[1][1] == sorted([ada, ben], key=lambda person: person.pk)
    assert launch.positioning.holdings.get().period.upper is None
    assert ownership_of_initiative(launch.initiative, friday(9)).coverage == report.coverage < 1


def test_a_system_that_names_somebody_who_left_says_nothing_from_then_on(launch, held, says, ada, ceo):
    says(ada, monday(8))
    services.record_leaving(person=ada, by=ceo, at=wednesday(9))
    assert [one.standing.value for one in ownership_of(launch.positioning, friday(9)).weighed] == ["confirmed", "dark"]


def test_claims_of_one_piece_of_work_are_replaced_as_a_whole(says, ben):
    assert says(ben, monday(9))
    assert not says(ben, monday(9))
    assert says(ben, monday(9), tuesday(9))
    assert SystemClaim.objects.count() == 1
    assert services.replace_claims(work=7, drafts={})
    assert not SystemClaim.objects.exists()


@pytest.mark.parametrize(
    ("end", "is_known", "rule"), [(monday(9), True, "claim_lasts_for_some_time"), (tuesday(9), False, "a_person_is_known")]
)
def test_a_claim_covers_some_time_and_a_person_is_known(says, ben, end, is_known, rule):
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        says(ben, monday(9), end, is_known=is_known)
