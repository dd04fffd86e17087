"""Joins and their undoing, against a plain model: whatever people decide, in whatever order, undoing restores what was."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from signals.loading.standing import groups
from signals.models import Party, PartyLink
from signals.services import confirm_join, undo_join
from tests.signals.rows import NOW, a_customer, a_source

pytestmark = pytest.mark.django_db
SIZE = 6
PAIRS = [(a, b) for a in range(SIZE) for b in range(a + 1, SIZE)]


def connected(parties, pairs):
    """The plain model: walk from a party along the pairs."""
    found, to_see = set(), {parties[0]}
    while to_see:
        here = to_see.pop()
        found.add(here)
        to_see |= {other for pair in pairs if here in pair for other in pair} - found
    return found


def expected(joined, kinds):
    """Who stands for each, by walking: an account before a person, the oldest first."""
    stands = {}
    for party in range(SIZE):
        group = connected([party], joined)
        stands[party] = min(group, key=lambda one: (kinds[one] != "account", one))
    return stands


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kinds=st.lists(st.sampled_from(["account", "person"]), min_size=SIZE, max_size=SIZE),
    toggles=st.lists(st.sampled_from(PAIRS), max_size=14),
)
def test_undoing_restores_exactly_what_was(company, kinds, toggles):
    with transaction.atomic():
        source = a_source(f"CRM {Party.objects.count()}")
        parties = [a_customer(source, f"p{number}", kind=kind) for number, kind in enumerate(kinds)]
        place = {party.pk: number for number, party in enumerate(parties)}
        links, joined = {}, set()
        for step, pair in enumerate(toggles):
            at = NOW + timedelta(seconds=step)
            if pair not in links:
                a, b = (parties[number] for number in pair)
                links[pair] = PartyLink.objects.create(a=a, b=b, state="suggested", evidence="Alike.", score=1, made_at=NOW)
            decide = undo_join if pair in joined else confirm_join
            link = decide(link=links[pair], by=company.sales, at=at)
            joined ^= {pair}
            assert (link.decided_by, link.decided_at) == ((company.sales, at) if pair in joined else (None, None))
            now = {place[party.pk]: place[party.joined_to_id or party.pk] for party in Party.objects.filter(source=source)}
            assert now == expected(joined, kinds)
        transaction.set_rollback(True)


@given(st.lists(st.sampled_from(PAIRS)), st.randoms())
def test_the_order_of_the_joins_does_not_matter(pairs, chance):
    ranks = {number: (False, number % 2 == 0, number) for number in range(SIZE)}
    assert groups(ranks, chance.sample(pairs, len(pairs))) == groups(ranks, pairs)


def test_undoing_frees_what_was_joined_after_it_too(company):
    source = a_source()
    a, b, c = (a_customer(source, name) for name in "abc")
    first = PartyLink.objects.create(a=a, b=b, state="suggested", evidence="Alike.", made_at=NOW)
    second = PartyLink.objects.create(a=b, b=c, state="suggested", evidence="Alike.", made_at=NOW)
    for link in (first, second):
        confirm_join(link=link, by=company.sales, at=NOW)
    undo_join(link=first, by=company.sales, at=NOW)
    standing = {party.name: party.customer.name for party in Party.objects.all()}
    assert standing == {"a": "a", "b": "b", "c": "b"}
