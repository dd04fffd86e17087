"""The delivery log and the webhooks."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from people.models import Message, Webhook

pytestmark = pytest.mark.django_db
LOG, HOOKS = reverse("signals:messages"), reverse("signals:webhooks")


def write(number, person, **fields):
    now = timezone.now()
    told = {"kind": "due", "subject": f"Message {number}", "created_at": now, "due_at": now}
    return Message.objects.create(key=f"k{number}", person=person, **told | fields)


def test_the_log_says_what_became_of_each_message_and_one_given_up_is_sent_again(client_of, company):
    write(1, company.sales)
    failed = write(2, company.sales, state="failed", error="mail.example.com does not answer.", attempts=6)
    client = client_of(company.coo)
    page = client.get(LOG).content.decode()
    assert "To be sent" in page
    assert "mail.example.com does not answer." in page
    assert "Message 1" not in client.get(LOG + "?state=failed").content.decode()
    client.post(reverse("signals:send_again", args=[failed.pk]))
    failed.refresh_from_db()
    assert failed.state == "due"
    assert client.post(reverse("signals:send_again", args=[failed.pk])).status_code == 422


def test_the_number_of_queries_does_not_grow_with_messages(client_of, company):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(LOG).status_code == 200
        return len(captured)

    client = client_of(company.coo)
    write(0, company.sales)
    one = queries()
    for number in range(1, 30):
        write(number, company.sales)
    assert queries() == one


def test_a_webhook_shows_its_secret_once_and_its_address_never(client_of, company):
    client = client_of(company.administrator)
    given = {"name": "#launch", "style": "slack", "address": "https://hooks.example.com/T0/secret"}
    page = client.post(HOOKS, given).content.decode()
    assert "shown this once" in page
    later = client.get(HOOKS).content.decode()
    assert "hooks.example.com" in later
    assert "T0/secret" not in later + page
    assert "shown this once" not in later
    hook = Webhook.objects.get()
    assert "secret" not in hook.sealed_address
    client.post(reverse("signals:switch_webhook", args=[hook.pk]))
    assert not Webhook.objects.get().active
    assert client.post(HOOKS, given | {"name": "x", "address": "ftp://x/"}).status_code == 422
