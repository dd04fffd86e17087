"""What waits on whom, darkest first."""

import pytest

from initiatives import services
from initiatives.models import Handoff
from tests.initiatives.days import friday, monday, thursday, tuesday, wednesday

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(launch, ada, ben):
    """Send Ben a batch; return its title."""

    def make(title, at, answer_by, receiver=ben):
        services.offer_handoff(
            deliverable=launch.positioning,
            receiver=receiver,
            title=title,
            batch_size=1,
            acceptance_criteria="x",
            answer_by=answer_by,
            by=ada,
            at=at,
        )

    return make


def test_offers_past_their_window_come_first_the_oldest_on_top_and_then_those_with_the_least_time_left(sent, ben):
    sent("two days left", monday(9), friday(9))
    sent("dark since Tuesday", tuesday(8), tuesday(9))
    sent("an hour left", tuesday(9), wednesday(10))
    sent("dark since Monday", monday(8), tuesday(17))
    found = Handoff.objects.waiting_on(ben, wednesday(9)).darkest_first(wednesday(9))
    assert [handoff.title for handoff in found] == ["dark since Monday", "dark since Tuesday", "an hour left", "two days left"]
    assert [handoff.dark_since(wednesday(9)) for handoff in found] == [monday(8), tuesday(8), None, None]
    assert [handoff.is_dark for handoff in found] == [True, True, False, False]


def test_a_head_sees_what_waits_on_the_function(sent, ben, cy, heads):
    sent("for Ben", monday(9), thursday(9))
    sent("for Cy", monday(9), thursday(9), receiver=cy)
    sent("for the head", monday(9), thursday(9), receiver=heads["sales"])
    titles = {head: {row.title for row in Handoff.objects.waiting_on(who, tuesday(9))} for head, who in heads.items()}
    assert titles == {"product": set(), "marketing": set(), "creative": {"for Cy"}, "sales": {"for Ben", "for the head"}}
    assert {row.title for row in Handoff.objects.waiting_on(ben, tuesday(9))} == {"for Ben"}


def test_an_answered_offer_waits_on_nobody(sent, ben):
    sent("for Ben", monday(9), thursday(9))
    services.accept_handoff(handoff=Handoff.objects.get(), by=ben, at=tuesday(9))
    assert not Handoff.objects.waiting_on(ben, tuesday(10)).exists()
