"""The inbox: darkest first, accept, reject with a reason, take back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from initiatives import services
from initiatives.models import Handoff, Reason
from tests.initiatives.days import friday, monday, thursday, tuesday, wednesday

pytestmark = pytest.mark.django_db
INBOX = reverse("initiatives:inbox")


@pytest.fixture
def dark(offer):
    return offer(at=monday(9), answer_by=monday(17))


def at(name, handoff):
    return reverse(f"initiatives:{name}", args=[handoff.pk])


def test_an_empty_inbox_says_what_it_is_for(client_of, company, words):
    assert "Nothing waits on you" in words(client_of(company.member).get(INBOX))


def test_the_darkest_comes_first_with_its_timer(client_of, dark, offer, ben, words):
    offer(at=tuesday(9), answer_by=wednesday(14), batch_size=118, title="118 Atlas MQLs")
    offer(at=tuesday(9), answer_by=friday(9), batch_size=4, title="Four films")
    page = words(client_of(ben).get(INBOX))
    assert "3 to answer. The oldest has been dark for 2 d." in page
    assert page.index("Dark 2 d") < page.index("5 h left") < page.index("2 d left")
    assert "Atlas: Marketing to Sales, sent by Ada" in page


def test_the_badge_counts_what_waits(client_of, dark, ben, words):
    assert "Handoffs 1 waiting on you" in words(client_of(ben).get(reverse("people:list")))


def test_a_head_sees_what_waits_on_the_function(client_of, company, dark, words):
    page = words(client_of(company.sales).get(INBOX))
    assert "Waiting on Sales" in page
    assert "sent by Ada to Ben" in page


def test_accepting_takes_one_click_and_is_written_ten_seconds_later(client_of, dark, ben, now, words):
    client = client_of(ben)
    answer = client.post(at("accept", dark), follow=True)
    assert answer.redirect_chain == [(INBOX, 303)]
    assert "Accepted: Positioning. You hold Positioning from now on. You can undo this for 10 seconds." in words(answer)
    assert "Nothing waits on you" in words(answer)
    assert Handoff.objects.get().is_open
    now.shift(timedelta(seconds=10))
    assert "In your hands Accepted and not finished" in words(client.get(INBOX))
    assert Handoff.objects.get().answered_at == wednesday(9)


def test_an_answer_is_undone_within_ten_seconds_and_leaves_the_offer_as_it_was(client_of, dark, ben, now, words):
    client = client_of(ben)
    client.post(at("accept", dark))
    now.shift(timedelta(seconds=9))
    assert "Undone: Positioning waits for an answer again." in words(client.post(at("undo", dark), follow=True))
    assert "Dark 2 d" in words(client.get(INBOX))
    now.shift(timedelta(seconds=60))
    client.get(INBOX)
    assert Handoff.objects.get().is_open


def test_after_ten_seconds_the_answer_stands(client_of, dark, ben, now, words):
    client = client_of(ben)
    client.post(at("accept", dark))
    now.shift(timedelta(seconds=10))
    answer = client.post(at("undo", dark))
    assert answer.status_code == 422
    assert "The ten seconds are over, so “Accepted: Positioning” stands." in words(answer)


def test_what_can_be_undone_is_shown_by_itself_for_the_fragment(client_of, dark, ben, now, words):
    client = client_of(ben)
    client.post(at("accept", dark))
    htmx = {"HX-Request": "true"}
    assert "Undo Accepted: Positioning" in words(client.get(INBOX + "?just", headers=htmx))
    now.shift(timedelta(seconds=11))
    assert words(client.get(INBOX + "?just", headers=htmx)) == ""


def test_both_clocks_are_shown(client_of, dark, offer, ben, now, words):
    offer(at=tuesday(9), answer_by=thursday(14), batch_size=1, title="Deck")
    page = words(client_of(ben).get(INBOX))
    assert "Dark 2 d 16 h working, 2 d calendar" in page
    assert "1 d 5 h left 13 h working, 1 d 5 h calendar" in page
    now.move_to(tuesday(18))
    assert "13 h working, 1 d 20 h calendar; clock stands until Wed 09:00" in words(client_of(ben).get(INBOX))


def test_rejecting_asks_for_a_reason_from_the_list(client_of, dark, ben, words):
    page = client_of(ben).get(at("reject", dark))
    assert "Why are you rejecting it?" in words(page)
    assert page.content.decode().count('type="radio"') == Reason.objects.filter(kind="handoff").count()


def test_no_rejection_without_a_reason(client_of, dark, ben, words):
    answer = client_of(ben).post(at("reject", dark), {"comment": "No."})
    assert answer.status_code == 422
    assert "Choose a reason: no handoff is turned down without one." in words(answer)
    assert Handoff.objects.get().is_open


def test_a_rejection_says_who_has_it_again(client_of, dark, ben, reason, now, words):
    answer = client_of(ben).post(at("reject", dark), {"reason": reason.pk, "comment": "Two fields are empty."}, follow=True)
    assert f"Rejected: Positioning. {reason}. Ada is told why, and has it again." in words(answer)
    now.shift(timedelta(seconds=10))
    services.settle_answers(at=timezone.now())
    assert Handoff.objects.get().comment == "Two fields are empty."


def test_an_answer_given_meanwhile_stays_and_the_second_is_told(client_of, company, dark, ben, reason, words):
    services.accept_handoff(handoff=dark, by=ben, at=tuesday(9))
    client = client_of(company.sales)
    for answer in (client.post(at("accept", dark)), client.post(at("reject", dark), {"reason": reason.pk})):
        assert answer.status_code == 422
        assert "Ben accepted this on 3 Nov 2026, 09:00 UTC already." in words(answer)


def test_others_do_not_answer(client_of, company, dark, words):
    for name in ("accept", "reject"):
        answer = client_of(company.creative).post(at(name, dark))
        assert answer.status_code == 403
        assert "Only Ben or the head of that function answers this." in words(answer)
    assert client_of(company.creative).get(at("accept", dark)).status_code == 405


def test_an_offer_is_taken_back_by_its_sender_alone(client_of, dark, ada, ben, words):
    assert client_of(ben).post(at("withdraw", dark)).status_code == 403
    answer = client_of(ada).post(at("withdraw", dark), follow=True)
    assert "Taken back: Positioning." in words(answer)
    assert client_of(ada).post(at("withdraw", dark)).status_code == 422


def test_htmx_gets_the_list_alone_and_the_message_with_it(client_of, dark, ben):
    client = client_of(ben)
    answer = client.post(at("accept", dark), headers={"HX-Request": "true"}, follow=True)
    page = answer.content.decode()
    assert page.lstrip().startswith('<div id="inbox">')
    assert '<div id="messages" role="status" hx-swap-oob="innerHTML">' in page
    assert "HX-Request" in answer.headers["Vary"]
    whole = client.get(INBOX, headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert "<!doctype html>" in whole.content.decode()


def test_the_number_of_queries_does_not_grow_with_offers(client_of, dark, offer, ben, queries):
    client = client_of(ben)
    one = queries(client, INBOX)
    for number in range(29):
        offer(at=tuesday(9), answer_by=thursday(9), batch_size=number + 1, title=f"Batch {number}")
    assert queries(client, INBOX) == one
