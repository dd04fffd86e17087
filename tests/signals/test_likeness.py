"""Names: normalised, blocked, compared; whatever the names are, the answer keeps its promises."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signals.likeness import ALIKE, Named, block_of, likenesses, plain_name

LETTERS = "abcdeéñüß .-&'"
NAMES = st.one_of(
    st.text(LETTERS, max_size=14), st.sampled_from(["Alder Freight", "Alder Freihgt", "alder-freight Ltd", "Alda Frey"])
)
NAMED = st.lists(st.tuples(st.integers(1, 12), st.integers(1, 3), NAMES), max_size=14).map(
    lambda rows: [Named(party, customer, source, name) for party, (customer, source, name) in enumerate(rows, 1)]
)


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Müller & Söhne GmbH", "muller sohne"),
        ("Société Générale S.A.", "societe generale"),
        ("Łódź Mills Sp. z o.o.", "lodz mills"),
        ("O\u2019Neill Motors, Inc.", "oneill motors"),
        ("Harbor GmbH & Co. KG", "harbor"),
        ("northwind-carriers", "northwind carriers"),
        ("GmbH", "gmbh"),
        ("Incorporated Hotels", "incorporated hotels"),
        ("  ", ""),
        ("\U0001d63c\uff22 Ltd", "ab"),
    ],
)
def test_accents_signs_and_legal_forms_do_not_count(name, plain):
    assert plain_name(name) == plain


@given(st.text(max_size=30))
def test_what_is_plain_stays_as_it_is(name):
    plain = plain_name(name)
    assert plain_name(plain) == plain


@pytest.mark.parametrize(
    ("plain", "block"), [("alder freight mills", ("ald", "fre")), ("ab", ("ab", "")), ("ab c", ("ab", "c"))]
)
def test_a_block_is_three_letters_of_two_words(plain, block):
    assert block_of(plain) == block


def test_alike_names_of_two_sources_are_found_with_how_much():
    named = [Named(1, 1, 1, "Alder Freight Inc."), Named(2, 2, 2, "ALDER FREIHGT"), Named(3, 3, 2, "Alder Foods")]
    (found,) = likenesses(named)
    assert (found.a, found.b) == (1, 2)
    assert ALIKE <= found.score < 1


def test_two_rows_of_one_source_are_two_until_that_source_merges_them():
    assert likenesses([Named(1, 1, 1, "Alder Freight"), Named(2, 2, 1, "Alder Freight")]) == []


def test_two_customers_are_suggested_once_by_the_names_that_are_most_alike():
    named = [Named(1, 1, 1, "Alder Freight"), Named(2, 1, 2, "Alder Freigth"), Named(3, 9, 3, "alder freight ltd")]
    assert [(found.a, found.b, found.score) for found in likenesses(named)] == [(1, 3, 1.0)]


def test_of_each_source_comes_what_is_most_alike_and_the_next_once_that_is_decided():
    named = [Named(1, 1, 1, "Alder Freight"), *(Named(n, n, 2, f"Alder Freight{'x' * n}") for n in range(2, 5))]
    named.append(Named(9, 9, 3, "Alder Freigt"))
    assert [(found.a, found.b) for found in likenesses(named)] == [(1, 9), (1, 2), (2, 9)]
    assert (1, 3) in {(found.a, found.b) for found in likenesses(named, {(1, 2)})}


def test_of_many_that_are_as_much_alike_come_a_few():
    named = [Named(1, 1, 1, "Alder Freight"), *(Named(n, n, 2, "Alder Freight Ltd") for n in range(2, 9))]
    assert [found.b for found in likenesses(named, most=3)] == [2, 3, 4]


@given(NAMED, st.randoms())
def test_the_order_of_the_names_does_not_matter(named, chance):
    shuffled = chance.sample(named, len(named))
    assert likenesses(shuffled) == likenesses(named)


@given(NAMED, st.sets(st.tuples(st.integers(1, 6), st.integers(7, 12))))
def test_what_is_found_is_of_two_customers_two_sources_one_block_and_undecided(named, decided):
    by_party = {one.party: one for one in named}
    seen = set()
    for found in likenesses(named, decided):
        one, other = by_party[found.a], by_party[found.b]
        customers = tuple(sorted((one.customer, other.customer)))
        assert found.a < found.b
        assert found.score >= ALIKE
        assert one.source != other.source
        assert customers[0] < customers[1]
        assert customers not in decided
        assert block_of(plain_name(one.name)) == block_of(plain_name(other.name))
        assert customers not in seen
        seen.add(customers)


@given(NAMED)
def test_equal_names_of_two_sources_are_always_found(named):
    pairs = {tuple(sorted((found.a, found.b))) for found in likenesses(named, most=1_000)}
    customers = {one.party: one.customer for one in named}
    together = {tuple(sorted((customers[a], customers[b]))) for a, b in pairs}
    for one in named:
        for other in named:
            same = plain_name(one.name) and plain_name(one.name) == plain_name(other.name)
            if same and one.source != other.source and one.customer != other.customer:
                assert tuple(sorted((one.customer, other.customer))) in together
