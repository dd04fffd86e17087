"""A token that expires, renewed under a lock that all workers share: one asks, the others take what it got."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import orjson
from django.db import connection, transaction

from signals import locks, secrets
from signals.client.credentials import Credential, fits_a_header
from signals.client.refusals import Refusal
from signals.client.requests import Client
from signals.failures import Permanent, PullFailed, Reconnect
from signals.models import Source

ANEW = "Enter a new credential for this source."


class OAuth(Credential):
    """A bearer token got from `token_url` for the source's secret, `client_id:client_secret` or with `:refresh_token` behind.

    The token is kept sealed on the source. A source that is not saved yet gets one for itself alone.
    """

    def __init__(self, source: Source, client: Callable[..., Client], *, token_url: str, scope: str = ""):
        super().__init__("oauth", source.secret)
        self.source, self.token_url, self.scope = source, token_url, scope
        self.client = client
        self.token = _opened(source.sealed_token)

    def headers(self) -> dict[str, str]:
        """The token as a header; the first one is got here."""
        if not self.token.get("access_token"):
            self.renew()
        return {"Authorization": f"Bearer {self.token['access_token']}"}

    def renew(self) -> bool:
        """Get another token than the one that was refused, or take the one that another worker got. Raises PullFailed."""
        with _alone(self.source):
            kept = _kept(self.source) or self.token
            if kept.get("access_token") in (None, self.token.get("access_token")):
                kept = {**kept, **self._asked(kept.get("refresh_token"))}
                if self.source.pk:
                    Source.objects.filter(pk=self.source.pk).update(sealed_token=secrets.seal(orjson.dumps(kept).decode()))
            self.token = kept
        return True

    def _asked(self, rotated: str | None) -> dict[str, str]:
        client_id, _, rest = (self.secret.reveal() if self.secret else "").partition(":")
        client_secret, _, refresh_token = rest.partition(":")
        if not client_secret:
            raise Reconnect("The credential is not `client_id:client_secret` or `client_id:client_secret:refresh_token`.", ANEW)
        fields = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": client_secret}
        if refresh_token:
            fields |= {"grant_type": "refresh_token", "refresh_token": rotated or refresh_token}
        if self.scope:
            fields["scope"] = self.scope
        with self.client(self.token_url, explain=_refused) as client, client.post_form(self.token_url, fields) as answer:
            given = answer.parsed()
        token = given.get("access_token") if isinstance(given, dict) else None
        if not isinstance(given, dict) or not isinstance(token, str) or not token or not fits_a_header(token):
            raise Permanent(f"{client.base.host} answered without an access token.", "Correct `token_url`.")
        return {name: given[name] for name in ("access_token", "refresh_token") if isinstance(given.get(name), str)}


def _refused(said: Refusal) -> PullFailed | None:
    if said.status in (400, 401, 403):
        return Reconnect(f"{said.where} gives no new token for this credential ({said.status}).", ANEW)
    return None


@contextmanager
def _alone(source: Source) -> Iterator[None]:
    """Hold the source's lock; a connection that this opened (pages are read ahead in a thread) is closed again."""
    if not source.pk:
        yield
        return
    opened = connection.connection is None
    try:
        with transaction.atomic():
            connection.cursor().execute("SELECT pg_advisory_xact_lock(%s, %s)", [locks.TOKENS, source.pk])
            yield
    finally:
        if opened:
            connection.close()


def _kept(source: Source) -> dict[str, str]:
    found = Source.objects.filter(pk=source.pk).values_list("sealed_token", flat=True).first() if source.pk else ""
    return _opened(found or "")


def _opened(sealed: str) -> dict[str, str]:
    return orjson.loads(secrets.unseal(sealed).reveal()) if sealed else {}
