"""Where other systems push their events: signed, kept, answered; read by a pull like all else."""

import logging

from django.conf import settings
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import APIException, ParseError
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView

from revenue_arc.api.parsing import LARGEST_BODY, TooLarge
from signals import access, services
from signals.connectors.webhook import WebhookSettings
from signals.hooks.events import NotEvents, NotSupported, events_of
from signals.hooks.signatures import is_signed
from signals.models import Source

log = logging.getLogger(__name__)
ANSWERED = "POST, OPTIONS"


class NotSigned(APIException):
    """Nothing proves who sent it."""

    status_code = 401
    auth_header = "Webhook-Signature"
    default_detail = (
        "No signature here proves who sent this within the last five minutes. Sign it as Standard Webhooks says, in the headers"
        " webhook-id, webhook-timestamp and webhook-signature. Nothing was kept."
    )


class WrongType(APIException):
    """Not what is taken here."""

    status_code = 415


class Gone(APIException):
    """The source is being deleted."""

    status_code = 410
    default_detail = "Events are not taken here any more."


class PerSender(SimpleRateThrottle):
    """Counts the requests of one machine to one address in this process, so that a stranger's do not use up the sender's."""

    scope = "hook"

    def get_rate(self):
        """The rate of the settings, such as `600/min`."""
        return settings.HOOK_RATE

    def get_cache_key(self, request, view):
        """The address of the intake and that of the machine; a forwarded one counts only where the frame believes it."""
        return self.cache_format % {
            "scope": self.scope,
            "ident": f"{view.kwargs['name']}:{request.META.get('REMOTE_ADDR', '')}",
        }


@extend_schema(exclude=True)
class HookView(APIView):
    """The address of one source.

    It looks at no session, so that there is none for a cross-site request to borrow, and asks for no CSRF token: what counts is
    the signature.
    """

    authentication_classes = ()
    permission_classes = ()
    throttle_classes = (PerSender,)

    def perform_content_negotiation(self, request, force=False):
        """JSON, whatever the sender would like to read."""
        return JSONRenderer(), JSONRenderer.media_type

    def options(self, request, name):
        """The handshake of CloudEvents: whether that sender may push, and how often a minute."""
        source = access.intake_to_push(name).source
        answer = Response(status=200, headers={"Allow": ANSWERED})
        origin = request.headers.get("WebHook-Request-Origin", "")
        allowed = WebhookSettings.model_validate(source.settings).origins
        if origin and (not allowed or origin in allowed):
            answer["WebHook-Allowed-Origin"] = origin if allowed else "*"
            answer["WebHook-Allowed-Rate"] = str(a_minute())
        return answer

    def post(self, request, name):
        """Take events: all of them are kept when this answers 202, none where it answers anything else."""
        now, intake = timezone.now(), access.intake_to_push(name)
        if intake.source.state == Source.State.DELETING:
            raise Gone
        if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY:
            raise TooLarge
        body = request._request.body
        if not is_signed(body, request.headers, intake.secrets_at(now)):
            log.warning("%s: a request was refused, for no signature proves who sent it.", intake.source)
            raise NotSigned
        try:
            events = events_of(request.headers, body, binary=WebhookSettings.model_validate(intake.source.settings).binary)
        except NotSupported as refusal:
            raise WrongType(str(refusal)) from None
        except NotEvents as refusal:
            raise ParseError(f"{refusal} Nothing was kept.") from None
        services.keep_arrivals(source=intake.source, events=events, at=now)
        return Response({"kept": len(events)}, status=202)


def a_minute() -> int:
    """How many requests a minute the rate of the settings allows."""
    number, seconds = PerSender().parse_rate(settings.HOOK_RATE)
    return max(1, number * 60 // seconds) if number and seconds else 600
