"""From the history of linked work to claims: links and matches are decisions of people, and can be taken back."""

import pytest
from django.core.exceptions import ValidationError

from initiatives.models import SystemClaim
from initiatives.reports import ownership_of, unmatched
from revenue_arc.history import changes_of
from signals.deletion import delete
from signals.holders import found, likely, refresh_claims, suggestions_for
from signals.models import Resource, Source, WorkEvent
from signals.services import link_work, match_resource, undo_match, unlink_work
from tests.initiatives.days import friday, monday, thursday, tuesday, wednesday
from tests.signals.rows import a_source, some_work

pytestmark = pytest.mark.django_db


def standings(deliverable):
    return [one.standing.value for one in ownership_of(deliverable, friday(9)).weighed]


def test_an_exact_address_joins_by_itself_and_what_nobody_knows_is_shown(linked, held, ada):
    assert standings(held) == ["recorded", "confirmed", "unknown"]
    assert unmatched(ownership_of(held, friday(9))) == [("Tracker", "B. Ennis")]
    assert Resource.objects.get(person=ada).decided_by is None


def test_a_match_contests_or_confirms_and_is_taken_back(linked, held, ben, company):
    resource = Resource.objects.get(name="B. Ennis")
    match_resource(resource=resource, person=ben, by=company.coo, at=friday(8))
    assert standings(held) == ["recorded", "confirmed", "contested"]
    undo_match(resource=resource, by=company.coo, at=friday(9))
    assert standings(held)[-1] == "unknown"
    assert [change.deed for change in changes_of(resource)] == ["changed", "changed", "created"]
    with pytest.raises(ValidationError, match="is not matched"):
        undo_match(resource=resource, by=company.coo, at=friday(9))


def test_what_is_not_a_person_of_ours_says_that_nobody_here_held_it(linked, held, company):
    match_resource(resource=Resource.objects.get(name="B. Ennis"), person=None, by=company.coo, at=friday(8))
    assert standings(held)[-1] == "contested"


def test_a_match_by_address_that_somebody_took_back_does_not_come_again(linked, held, ada, company):
    undo_match(resource=Resource.objects.get(person=ada), by=company.coo, at=friday(8))
    refresh_claims()
    assert not Resource.objects.filter(person=ada).exists()
    assert standings(held) == ["recorded", "unknown", "unknown"]


def test_somebody_who_comes_later_is_matched_by_the_address_that_was_there(linked, held, person):
    issue = linked.work
    event = {"work": issue, "work_key": "issue:12", "external_id": "z", "kind": "holder", "at": thursday(9)}
    WorkEvent.objects.create(source=issue.source, to_value="eve@example.com", **event)
    refresh_claims(source=issue.source)
    assert standings(held)[-1] == "unknown"
    person("Eve")
    refresh_claims()
    assert standings(held)[-1] == "contested"


def test_a_link_taken_apart_takes_its_claims_and_may_be_made_again(linked, held, issue, company):
    unlink_work(link=linked, by=company.coo, at=friday(8))
    assert standings(held) == ["recorded"]
    with pytest.raises(ValidationError, match="not linked to Positioning any more"):
        unlink_work(link=linked, by=company.coo, at=friday(8))
    again = link_work(deliverable=held, work=issue, by=company.coo, at=friday(9))
    assert again.pk == linked.pk
    assert len(standings(held)) == 3
    with pytest.raises(ValidationError, match="is linked to Positioning already"):
        link_work(deliverable=held, work=issue, by=company.coo, at=friday(9))


def test_one_deliverable_may_have_work_of_several_sources(linked, held, ben, company):
    crm = a_source("CRM", pulled=None)
    deal = some_work(crm, 7, kind="opportunity", events=[("holder", ben.email, "", tuesday(9))], closed_at=wednesday(9))
    link_work(deliverable=held, work=deal, by=company.coo, at=friday(9))
    assert standings(held) == ["recorded", "confirmed", "contested", "unknown"]
    contested = ownership_of(held, friday(9)).weighed[2]
    assert {claim.source for claim in contested.claims} == {"Tracker", "CRM"}


def test_a_case_of_an_event_log_claims_nothing_after_its_last_step(held, tracker, ada, company):
    steps = [("holder", ada.email, "", monday(9)), ("activity", "Write", "", monday(9)), ("activity", "Send", "", tuesday(9))]
    case = some_work(tracker, 3, kind="case", events=steps)
    link_work(deliverable=held, work=case, by=company.coo, at=friday(9))
    assert SystemClaim.objects.get().period.upper == tuesday(9)


def test_a_source_that_is_deleted_takes_its_claims_along(linked, held, tracker):
    Source.objects.update(state=Source.State.DELETING)
    assert delete(tracker.pk)
    assert standings(held) == ["recorded"]
    assert not Resource.objects.exists()


def test_twice_is_once(linked, django_assert_num_queries):
    before = list(SystemClaim.objects.values())
    assert refresh_claims() == 0
    assert list(SystemClaim.objects.values()) == before


def test_work_is_found_by_title_and_by_id_and_suggested_by_likeness(held, issue, tracker, company):
    some_work(tracker, 13, kind="issue", title="Water the plants", events=[("holder", "x", "", monday(9))])
    assert [work.pk for work in found("positioning", held)] == [issue.pk] == [work.pk for work in found(" 12 ", held)]
    assert found("p", held) == []
    assert [work.pk for work in likely(held)] == [issue.pk]
    link_work(deliverable=held, work=issue, by=company.coo, at=friday(9))
    assert likely(held) == found("positioning", held) == []


def test_a_likeness_of_names_only_suggests_and_the_order_of_words_does_not_matter(person):
    tom, anna = person("Tom Halvorsen"), person("Anna Berg")
    assert suggestions_for("HALVORSEN, Tom", [anna, tom]) == [tom]
    assert suggestions_for("t.halvorsen@agency.example", [anna, tom]) in ([tom], [])
    assert suggestions_for("Queue 7", [anna, tom]) == []
