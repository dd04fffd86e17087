"""Dates by their declared format; what is ambiguous is rejected, never guessed."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signals.mapping.instants import micros, reader
from signals.mapping.refusals import Refused


@pytest.mark.parametrize(
    ("form", "zone", "given_", "at", "precision"),
    [
        ("iso", "UTC", "2026-03-01T08:00:00Z", "2026-03-01T08:00:00", "instant"),
        ("iso", "UTC", "2026-03-01T08:00:00.123456Z", "2026-03-01T08:00:00.123456", "instant"),
        ("iso", "UTC", "2026-03-01 08:00:00+02:00", "2026-03-01T06:00:00", "instant"),
        ("iso", "America/Sao_Paulo", "2026-03-01 08:00:00", "2026-03-01T11:00:00", "instant"),
        ("iso", "America/Sao_Paulo", "2026-03-01T08:00:00Z", "2026-03-01T08:00:00", "instant"),
        ("iso", "UTC", "2026-03-01", "2026-03-01T00:00:00", "day"),
        ("iso", "Europe/Berlin", "2026-03-01", "2026-02-28T23:00:00", "day"),
        ("%d-%m-%Y", "UTC", "03-04-2026", "2026-04-03T00:00:00", "day"),
        ("%m/%d/%Y %H:%M", "UTC", "03/04/2026 05:06", "2026-03-04T05:06:00", "instant"),
        ("epoch_ms", "UTC", 1_772_352_000_000, "2026-03-01T08:00:00", "instant"),
        ("epoch_s", "UTC", "1772352000", "2026-03-01T08:00:00", "instant"),
    ],
)
def test_what_is_declared_is_read(form, zone, given_, at, precision):
    found = reader(form, zone, "at")(given_)
    assert (found.at, found.precision) == (datetime.fromisoformat(at).replace(tzinfo=UTC), precision)
    assert datetime.fromisoformat(found.text) == found.at
    assert found.day == found.at.date()


@pytest.mark.parametrize(
    ("form", "zone", "given_", "reason"),
    [
        (None, "UTC", "03-04-2026", "ambiguous_date"),
        (None, "UTC", "3/4/26", "ambiguous_date"),
        (None, "UTC", "31/01/2026", "wrong_date"),
        (None, "UTC", "31/02/2026", "wrong_date"),
        (None, "UTC", "00/00/0000", "wrong_date"),
        (None, "UTC", "2026-13-45T09:00:00Z", "wrong_date"),
        (None, "UTC", 1_772_352_000, "ambiguous_date"),
        (None, "UTC", "yesterday", "wrong_date"),
        (None, "UTC", "2026-02-30T00:00:00Z", "wrong_date"),
        (None, "UTC", "0202-03-01T00:00:00Z", "wrong_date"),
        ("%d-%m-%Y", "UTC", "04-13-2026", "wrong_date"),
        ("%d-%m-%Y", "UTC", "2026-04-03", "wrong_date"),
        ("epoch_ms", "UTC", "soon", "wrong_date"),
        ("epoch_s", "UTC", 1e30, "wrong_date"),
        (None, "Europe/Berlin", "2025-10-26 02:30:00", "ambiguous_time"),
        (None, "Europe/Berlin", "2026-03-29 02:30:00", "ambiguous_time"),
    ],
)
def test_what_is_ambiguous_or_wrong_is_refused(form, zone, given_, reason):
    with pytest.raises(Refused) as refusal:
        reader(form, zone, "at")(given_)
    assert (refusal.value.reason, refusal.value.field) == (reason, "at")


@given(st.datetimes(datetime(1970, 1, 2), datetime(2199, 1, 1)))
def test_an_instant_in_utc_is_read_as_it_was_written(moment):
    found = reader(None, "UTC", "at")(moment.isoformat() + "Z")
    assert found.at == moment.replace(tzinfo=UTC)
    assert abs(micros(found.at) - micros(datetime.fromisoformat(found.text))) == 0


def test_a_wrong_date_is_told_with_the_pattern_in_words():
    with pytest.raises(Refused, match=r"“31\.02\.2026” of “closed_at” is not a date like 31\.12\.2026\."):
        reader("%d.%m.%Y", "UTC", "closed_at")("31.02.2026")
