"""The items of a batch: offered as a file, answered on the page or by a file, downloaded."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from initiatives.batches import ItemDraft
from initiatives.models import Handoff
from tests.initiatives.days import friday, monday

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(offer):
    return offer(monday(9), title="2 leads", items=[ItemDraft("L-1", "Acme"), ItemDraft("L-2", "Borealis")])


def url(handoff):
    return reverse("initiatives:items", args=[handoff.pk])


def a_file(text):
    return SimpleUploadedFile("x.csv", text.encode())


def test_a_batch_is_offered_with_its_items_as_a_file(client_of, launch, ada, ben, offer, words):
    address = reverse("initiatives:hand_over", args=[launch.positioning.pk]) + "?batch"
    given = {"receiver": ben.pk, "acceptance_criteria": "Named.", "answer_by": "2026-11-05T09:00", "title": "2 leads"}
    answer = client_of(ada).post(address, given)
    assert "Say how many pieces there are, or give their list." in words(answer)
    answer = client_of(ada).post(address, given | {"items": a_file("key,amount\nL-1,x")})
    assert (answer.status_code, "Line 2: “x” is no amount" in words(answer)) == (422, True)
    client_of(ada).post(address, given | {"items": a_file("key,label\nL-1,Acme\nL-2,Borealis")})
    made = Handoff.objects.get()
    assert (made.batch_size, [str(item) for item in made.items.all()]) == (2, ["Acme", "Borealis"])


def test_each_item_is_answered_by_a_choice(client_of, batch, ben, words):
    client = client_of(ben)
    assert "Answer its 2 items one by one" in words(client.get(reverse("initiatives:inbox")))
    first, second = batch.items.all()
    answer = client.post(url(batch), {f"item-{first.pk}": "accept", f"item-{second.pk}": "duplicate"}, follow=True)
    assert "1 accepted, 1 rejected and back with Ada. They are two handoffs now." in words(answer)
    assert "2 leads: 1 accepted" in words(answer)
    assert "2 leads: 1 rejected Rejected Duplicate" in words(answer)
    assert "Answered in parts" in words(answer)
    part = client.get(reverse("initiatives:handoff", args=[batch.parts.first().pk]))
    assert "A part of 2 leads , which was answered in parts." in words(part)


def test_the_file_that_was_downloaded_is_filled_in_and_sent_back(client_of, batch, ben, words):
    client = client_of(ben)
    text = b"".join(client.get(url(batch) + "?export=csv").streaming_content).decode()
    assert text.splitlines()[1] == "L-1,Acme,,,,,"
    wrong = client.post(url(batch), {"by_file": "1", "dispositions": a_file(text)})
    assert (wrong.status_code, "Line 2: the disposition of L-1" in words(wrong)) == (422, True)
    filled = text.replace("L-1,Acme,,,,,", "L-1,Acme,,,rejected,Duplicate,Known.").replace(
        "Borealis,,,,,", "Borealis,,,accepted,,"
    )
    client.post(url(batch), {"by_file": "1", "dispositions": a_file(filled)})
    assert [(item.answer, item.comment) for item in batch.items.all()] == [("rejected", "Known."), ("accepted", "")]


def test_an_item_without_a_disposition_and_a_missing_file_answer_422(client_of, batch, ben):
    client = client_of(ben)
    assert client.post(url(batch), {}).status_code == 422
    assert client.post(url(batch), {"by_file": "1"}).status_code == 422
    assert Handoff.objects.get().is_open


def test_a_batch_without_a_list_says_so(client_of, offer, ben, words):
    handoff = offer(monday(9), answer_by=friday(9), batch_size=118, title="118 leads")
    assert "This batch has no list" in words(client_of(ben).get(url(handoff)))


def test_the_number_of_queries_does_not_grow_with_items(client_of, batch, offer, ben, queries):
    many = offer(monday(9), title="40 leads", items=[ItemDraft(str(number)) for number in range(40)])
    client = client_of(ben)
    assert queries(client, url(batch)) == queries(client, url(many))
