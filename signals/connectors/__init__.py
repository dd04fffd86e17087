"""The kinds of source. A new kind is one short class and a line here: see docs/adding-a-source.md."""

import logging
from collections.abc import Iterator, Mapping

from django.utils.module_loading import import_string

from signals.connectors.base import Checked, Connector, Page
from signals.failures import Permanent, PullFailed

logger = logging.getLogger(__name__)


class Kinds(Mapping[str, type[Connector]]):
    """Kind → connector; its module is loaded when it is asked for: a pull carries the libraries of its own kind only."""

    def __init__(self, **named: str):
        self._named = named

    def __getitem__(self, kind: str) -> type[Connector]:
        return import_string(f"signals.connectors.{self._named[kind]}")

    def __iter__(self) -> Iterator[str]:
        return iter(self._named)

    def __len__(self) -> int:
        return len(self._named)

    def __contains__(self, kind: object) -> bool:
        return kind in self._named


KINDS = Kinds(
    file="file.FileConnector",
    rest="rest.RestConnector",
    asana="asana.AsanaConnector",
    event_log="event_log.EventLogConnector",
    sql="sql.SqlConnector",
    singer="singer.SingerConnector",
    jira="jira.JiraConnector",
    hubspot="hubspot.HubspotConnector",
    posthog="posthog.PosthogConnector",
    salesforce="salesforce.SalesforceConnector",
    webhook="webhook.WebhookConnector",
)


def connect(source, **how) -> Connector:
    """The connector of a source. Raises Permanent where its kind is unknown."""
    if source.kind not in KINDS:
        raise Permanent(f"There is no kind of source called “{source.kind}”.", f"Use one of: {', '.join(KINDS)}.")
    return KINDS[source.kind](source, **how)


def check(source, streams=None) -> Checked:
    """Whether a source (saved or not) can be reached, and how many rows would come; never raises PullFailed."""
    try:
        with connect(source) as connector:
            return connector.check(list(streams if streams is not None else source.streams.all()))
    except PullFailed as failure:
        return Checked(ok=False, sentence=" ".join(filter(None, [failure.what, failure.todo])), rows=None)
    except (AttributeError, LookupError, TypeError, ValueError):
        logger.exception("The check of a source of kind %s", source.kind)
        return Checked(ok=False, sentence="The source gave an answer that was not foreseen; the log has it.", rows=None)


__all__ = ["KINDS", "Checked", "Connector", "Page", "check", "connect"]
