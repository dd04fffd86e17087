"""What an audit tells its people goes through the outbox: once, tried again, seen on its page and in the delivery log."""

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse

from audits import services
from people.models import Message
from signals import outbox
from tests.initiatives.days import friday

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_friday():
    with time_machine.travel(friday(10), tick=False):
        yield


def ask(audit, client):
    return client.post(reverse("audits:ask", args=[audit.pk]))


def test_each_link_goes_through_the_outbox_once_and_leads_to_what_is_asked(audit, ada, company, client_of, mailoutbox):
    client, people = client_of(company.coo), reverse("audits:people", args=[audit.pk])
    ada.mail_now = False
    ada.save()
    ask(audit, client)
    assert mailoutbox == []
    assert "on its way" in client.get(people).text
    outbox.deliver()
    ask(audit, client)
    outbox.deliver()
    letters = {letter.to[0]: letter.body for letter in mailoutbox}
    assert sorted(letters) == sorted(each.person.email for each in audit.participants.all())
    assert len(mailoutbox) == len(letters)
    assert letters[ada.email].count(f"http://testserver/audits/{audit.pk}/asked/") == 1
    assert "sent Fri 6 Nov" in client.get(people).text
    assert f"{audit.initiative}: what is asked of you until 5 December 2026" in client.get(reverse("signals:messages")).text


def test_the_link_is_the_consoles_own_address_where_it_is_known(audit, company, client_of, mailoutbox, settings):
    settings.ADDRESS = "https://console.example.com"
    ask(audit, client_of(company.coo))
    outbox.deliver()
    assert mailoutbox[0].body.count("https://console.example.com/audits/") == 1


def test_the_link_leads_to_the_answer_page_after_signing_in(audit, ben, client):
    path = reverse("audits:asked", args=[audit.pk])
    signing_in = client.get(path)
    assert signing_in.status_code == 302
    landed = client.post(signing_in.url, {"username": ben.email, "password": "correct horse battery"}, follow=True)
    assert landed.redirect_chain[-1][0] == path
    assert "What is asked of you" in landed.text


def test_without_a_mail_server_a_link_is_tried_again_and_its_page_says_so(audit, company, client_of, settings):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1"
    settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = 9, 1
    ask(audit, client_of(company.coo))
    outbox.deliver()
    assert {(message.state, message.attempts) for message in Message.objects.all()} == {("due", 1)}
    assert "again Fri 6 Nov, 10:01" in client_of(company.coo).get(reverse("audits:people", args=[audit.pk])).text


def test_what_is_rolled_back_is_not_told(audit, company):
    sent = transaction.savepoint()
    services.ask_people(audit=audit, address="http://testserver", by=company.coo, at=friday(10))
    assert Message.objects.exists()
    transaction.savepoint_rollback(sent)
    assert not Message.objects.exists()


def test_interviews_quotes_and_the_frozen_map_are_told(audit, ben, company):
    said = {"by": company.coo, "at": friday(10)}
    services.record_interview(audit=audit, person=ben, held_on=friday(10).date().replace(day=10), **said)
    held = services.record_interview(audit=audit, person=ben, held_on=friday(10).date(), **said)
    services.add_quote(interview=held, text="Nobody told me.", rows=[], **said)
    services.add_quote(interview=held, text="I found it.", rows=[], consents=True, **said)
    services.freeze_document(audit=audit, by=company.coo, at=friday(10))
    told = list(Message.objects.filter(person=ben).order_by("pk").values_list("subject", flat=True))
    assert told == [
        f"Anita Rao interviews you on 10 November 2026, about {audit.initiative}",
        f"May the audit of {audit.initiative} show what you said?",
        f"The accountability map of {audit.initiative} is frozen, revision 1",
    ]
