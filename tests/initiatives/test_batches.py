"""Batches of items: read from CSV, answered item by item, split into two handoffs where the answers differ."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import Error, IntegrityError, transaction

from initiatives import services
from initiatives.batches import Disposition, ItemDraft, WrongLines, decoded, dispositions_in, items_in
from initiatives.models import Handoff, HandoffItem
from initiatives.reports import ownership_of_initiative
from tests.initiatives.days import monday, tuesday


def test_items_are_read_with_whatever_delimiter_and_names_of_columns():
    assert items_in("id;company;amount\nL-1;Acme;1200.50\nL-2;;\n\n", "EUR") == [
        ItemDraft("L-1", "Acme", Decimal("1200.50"), "EUR"),
        ItemDraft("L-2"),
    ]
    assert items_in('key,label,currency,amount\r\nL-1,"A, B",gbp,7', "EUR") == [ItemDraft("L-1", "A, B", Decimal(7), "GBP")]
    assert decoded("Zoë".encode("cp1252")) == decoded(b"\xef\xbb\xbfZo\xc3\xab") == "Zoë"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("L-1,Acme", "The first line names the columns"),
        ("key,label", "There is no line below"),
        ("key,amount\nL-1,many", "Line 2: “many” is no amount"),
        ("key,amount\nL-1,NaN", "Line 2: “NaN” is no amount"),
        ("key\nL-1\nL-1", "L-1 is there twice"),
        ("key,label\n,Acme", "Line 2 has no key"),
        ("key\n" + "\n".join(map(str, range(5001))), "at most 5,000 items; these are 5,001"),
    ],
)
def test_what_is_wrong_with_the_lines_of_items_is_said(text, sentence):
    with pytest.raises(WrongLines, match=sentence):
        items_in(text, "EUR")


def test_dispositions_need_a_reason_where_they_reject():
    assert dispositions_in("key,disposition,reason\nL-1,Accepted,\nL-2,rejected,duplicate") == [
        Disposition("L-1", True),
        Disposition("L-2", False, "duplicate"),
    ]
    with pytest.raises(WrongLines, match="L-1 is rejected without a reason") as refused:
        dispositions_in("key,disposition,reason\nL-1,rejected,\nL-2,perhaps,x")
    assert len(refused.value.sentences) == 2


@pytest.fixture
def batch(offer):
    items = [ItemDraft(f"L-{number}", f"Lead {number}", Decimal(100), "EUR") for number in range(4)]
    return offer(monday(9), title="4 leads", items=items)


def said(*accepted, reason="duplicate"):
    return [Disposition(f"L-{number}", bool(yes), "" if yes else reason) for number, yes in enumerate(accepted)]


@pytest.mark.django_db
def test_part_acceptance_splits_the_batch_into_two_handoffs_with_the_same_offer(batch, ben, launch):
    parts = services.answer_items(handoff=batch, dispositions=said(1, 1, 0, 1), by=ben, at=monday(12))
    assert [(part.title, part.batch_size, part.answer, part.offered_at) for part in parts] == [
        ("4 leads: 3 accepted", 3, "accepted", monday(9)),
        ("4 leads: 1 rejected", 1, "rejected", monday(9)),
    ]
    assert [[item.key for item in part.own_items] for part in parts] == [["L-0", "L-1", "L-3"], ["L-2"]]
    batch.refresh_from_db()
    assert (batch.answer, batch.answered_by, batch.batch_size) == ("split", ben, 4)
    figures = ownership_of_initiative(launch.initiative, tuesday(9)).handoffs
    assert (figures.number, figures.accepted, figures.rejected, figures.rejections) == (2, 1, 1, [("Duplicate", 1)])
    assert services.start_work(handoff=parts[0], by=ben, at=monday(13))


@pytest.mark.django_db
@pytest.mark.parametrize(("accepted", "answer"), [((1, 1, 1, 1), "accepted"), ((0, 0, 0, 0), "rejected")])
def test_one_answer_for_all_leaves_one_handoff(batch, ben, accepted, answer):
    [only] = services.answer_items(handoff=batch, dispositions=said(*accepted), by=ben, at=monday(12))
    assert (only.pk, Handoff.objects.get().answer) == (batch.pk, answer)
    assert {item.answer for item in batch.items.all()} == {answer}


@pytest.mark.django_db
def test_an_answer_to_the_whole_is_the_answer_to_each_item(batch, ben, reason):
    services.reject_handoff(handoff=batch, reason=reason, by=ben, at=monday(12))
    assert {(item.answer, item.reason) for item in batch.items.select_related("reason")} == {("rejected", reason)}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("dispositions", "sentence"),
    [
        (said(1, 1, 1), "1 item without a disposition: L-3"),
        (said(1, 1, 1, 1, 1), "Not in this batch: L-4"),
        (said(1, 1, 1, 0, reason=""), "L-3 cannot be rejected: it has no reason"),
        (said(1, 1, 1, 0, reason="ugly"), "“ugly” is not on the list of reasons"),
    ],
)
def test_no_item_is_left_out_or_turned_down_without_a_reason(batch, ben, dispositions, sentence):
    with pytest.raises(ValidationError, match=sentence):
        services.answer_items(handoff=batch, dispositions=dispositions, by=ben, at=monday(12))
    assert Handoff.objects.get().is_open
    assert {item.answer for item in batch.items.all()} == {""}


@pytest.mark.django_db
def test_only_who_may_answer_the_handoff_answers_its_items(batch, cy):
    with pytest.raises(ValidationError, match="only Ben or the head"):
        services.answer_items(handoff=batch, dispositions=said(1, 1, 1, 1), by=cy, at=monday(12))


@pytest.mark.django_db
def test_the_database_keeps_items_and_their_dispositions(batch, ben, reason):
    with pytest.raises(IntegrityError, match="a_rejected_item_has_a_reason"), transaction.atomic():
        HandoffItem.objects.update(answer="rejected")
    services.accept_handoff(handoff=batch, by=ben, at=monday(12))
    with pytest.raises(Error, match="is kept as it was"), transaction.atomic():
        HandoffItem.objects.update(answer="rejected", reason=reason)
    with pytest.raises(Error, match="Cannot delete"), transaction.atomic():
        HandoffItem.objects.first().delete()
