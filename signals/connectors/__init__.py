"""The kinds of source. A new kind is a class of about 60 lines and a line here."""

from signals.connectors.asana import AsanaConnector
from signals.connectors.base import Checked, Connector, Page
from signals.connectors.event_log import EventLogConnector
from signals.connectors.file import FileConnector
from signals.connectors.hubspot import HubspotConnector
from signals.connectors.jira import JiraConnector
from signals.connectors.posthog import PosthogConnector
from signals.connectors.rest import RestConnector
from signals.connectors.salesforce import SalesforceConnector
from signals.connectors.singer import SingerConnector
from signals.connectors.sql import SqlConnector
from signals.connectors.webhook import WebhookConnector
from signals.failures import Permanent, PullFailed

KINDS: dict[str, type[Connector]] = {
    "file": FileConnector,
    "rest": RestConnector,
    "asana": AsanaConnector,
    "event_log": EventLogConnector,
    "sql": SqlConnector,
    "singer": SingerConnector,
    "jira": JiraConnector,
    "hubspot": HubspotConnector,
    "posthog": PosthogConnector,
    "salesforce": SalesforceConnector,
    "webhook": WebhookConnector,
}


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


__all__ = ["KINDS", "Checked", "Connector", "Page", "check", "connect"]
