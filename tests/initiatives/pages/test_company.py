"""The working hours: read by everybody, set by the COO and administrators."""

from datetime import date

import pytest
from django.urls import reverse

from people.models import Company

pytestmark = pytest.mark.django_db
URL = reverse("initiatives:company")
GIVEN = {
    "name": "Meridian",
    "working_days": ["1", "2", "3", "4"],
    "opens": "08:00",
    "closes": "16:00",
    "time_zone": "Europe/Berlin",
    "holiday_country": "DE",
    "holiday_region": "BE",
    "holidays": "2026-12-24\n2026-12-31",
}


def test_everybody_reads_them(client_of, company, words):
    page = words(client_of(company.member).get(URL))
    assert "Monday, Tuesday, Wednesday, Thursday and Friday" in page
    assert "An offer made now, with one working day to answer, is due by Wed 4 Nov, 17:00" in page
    assert client_of(company.member).post(URL, GIVEN).status_code == 403


@pytest.mark.parametrize("who", ["coo", "administrator"])
def test_they_are_set_and_offers_run_on_them(client_of, company, words, who):
    page = words(client_of(getattr(company, who)).post(URL, GIVEN, follow=True))
    assert "Saved. New offers run on these hours" in page
    assert "Christmas Day" in page
    assert "Own day off" in page
    saved = Company.objects.get()
    assert (saved.working_days, saved.holidays) == ([1, 2, 3, 4], [date(2026, 12, 24), date(2026, 12, 31)])
    assert "The clock runs" in page


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"opens": "17:00"}, "open before it closes"),
        ({"working_days": []}, "required"),
        ({"holidays": "Christmas"}, "“Christmas” is no day: write 2026-12-24."),
        ({"holiday_region": "TX"}, "“TX” is not a region there."),
    ],
)
def test_hours_that_make_no_sense_answer_422_and_change_nothing(client_of, company, words, change, sentence):
    answer = client_of(company.coo).post(URL, GIVEN | change)
    assert (answer.status_code, sentence in words(answer)) == (422, True)
    assert not Company.objects.exists()
