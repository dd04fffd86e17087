"""The calendar of what is due: by a signed address that its person makes and revokes."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from icalendar import Calendar

from audits import services as audits
from initiatives import services
from scorecards.calendar import calendar_of, token_of
from tests.scorecards.conftest import NOW

pytestmark = pytest.mark.django_db
PAGE = reverse("scorecards:calendar_address")


def address_of(person):
    person.refresh_from_db()
    return reverse("scorecards:calendar", args=[token_of(person)])


def test_the_address_gives_what_is_due_to_a_program_without_a_session(client, client_of, company, launch):
    services.add_action_item(
        initiative=launch.initiative, text="Call the bank.", person=company.member, due=NOW.date(), by=company.owner, at=NOW
    )
    client_of(company.member).post(PAGE)
    answer = client.get(address_of(company.member))
    assert answer["Content-Type"].startswith("text/calendar")
    events = {str(event["summary"]): event for event in Calendar.from_ical(answer.content).walk("VEVENT")}
    assert events["Atlas launch: Call the bank."].decoded("dtstart") == NOW.date()


def test_an_audit_is_in_it_with_its_interviews_and_day_30(client, client_of, company, launch):
    day = NOW.date()
    audit = audits.start_audit(initiative=launch.initiative, lead=company.coo, on=day, at=NOW)
    planned = {"audit": audit, "person": company.member, "by": company.coo, "at": NOW}
    audits.record_interview(held_on=day + timedelta(days=2), **planned)
    audits.record_interview(held_on=day, **planned)

    def events(person, at=NOW):
        found = Calendar.from_ical(calendar_of(person, at)).walk("VEVENT")
        told = {str(event["uid"]): (str(event["summary"]), event.decoded("dtstart")) for event in found}
        return {uid: words for uid, words in told.items() if not uid.startswith("meeting")}

    last = day + timedelta(days=29)
    interviews = list(audit.interviews.all())
    assert events(company.member) == {
        f"audit-{audit.pk}@revenue-arc": ("Day 30, the audit of Atlas launch closes: answer what is asked of you", last),
        f"interview-{interviews[1].pk}@revenue-arc": (
            "Interview with Anita Rao, audit of Atlas launch",
            day + timedelta(days=2),
        ),
    }
    leads = events(company.coo)
    assert leads[f"audit-{audit.pk}@revenue-arc"] == ("Day 30, the audit of Atlas launch closes", last)
    assert leads[f"interview-{interviews[1].pk}@revenue-arc"][0] == "Interview with Noor Haddad, audit of Atlas launch"
    assert f"audit-{audit.pk}@revenue-arc" not in events(company.coo, NOW + timedelta(days=31))


@time_machine.travel(NOW, tick=False)  # an address is signed with its second
def test_a_revoked_replaced_or_forged_address_is_dead(client, client_of, company):
    own = client_of(company.member)
    own.post(PAGE)
    first = address_of(company.member)
    own.post(PAGE)
    second = address_of(company.member)
    assert (client.get(first).status_code, client.get(second).status_code) == (404, 200)
    assert second in own.get(PAGE).content.decode()
    own.post(PAGE, {"revoke": "1"})
    assert client.get(second).status_code == 404
    own.post(PAGE)
    assert client.get(second).status_code == 404
    assert client.get(address_of(company.member) + "x").status_code == 404
    assert client.get(reverse("scorecards:calendar", args=["forged"])).status_code == 404


def test_somebody_who_left_has_no_calendar(client, client_of, company):
    client_of(company.member).post(PAGE)
    address = address_of(company.member)
    company.member.is_active = False
    company.member.save()
    assert client.get(address).status_code == 404
