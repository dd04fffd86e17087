"""Going through the pages of a draft, as an administrator does."""

from django.urls import reverse

from signals.models import Source, SourceDraft
from tests.signals.rows import NOW
from tests.signals.sources import run


def page(name, *args):
    return reverse(f"signals:draft_{name}", args=args)


def said_by(client, address):
    """What a page proposes, as the browser would send it."""
    form = client.get(address).context["form"]
    return {name: form[name].value() or "" for name in form.fields}


def begin(client, kind, **told):
    """A draft of this kind whose connection is given; what its check page shows."""
    client.post(reverse("signals:connect"), {"kind": kind})
    draft = SourceDraft.objects.get()
    address = page("connection", draft.pk)
    given = {**said_by(client, address), "allow_private": "on", "allow_http": "on", **told}
    assert client.post(address, given).url == page("check", draft.pk)
    return draft, client.get(page("check", draft.pk)).content.decode()


def keep_columns(client, draft, number, **changed):
    """Keep what is proposed for the columns of a stream."""
    address = page("columns", draft.pk, number)
    return client.post(address, {**said_by(client, address), "keep": "1", **changed})


def save(client, draft):
    """Through the preview to the saved source, pulled."""
    shown = client.get(page("preview", draft.pk)).content.decode()
    client.post(page("preview", draft.pk), {"interval": "1h", "time_zone": "UTC", "currency": "EUR", "save": "1"})
    return shown, run(Source.objects.get(), NOW)
