"""Why a pull stopped: what happened, what to do, and whether trying again can help."""

from datetime import timedelta


class PullFailed(Exception):
    """A pull cannot go on. Its text is a sentence for a person and never holds a credential."""

    permanent = False
    source_state = ""

    def __init__(self, what: str, todo: str = "", *, retry_after: timedelta | None = None):
        super().__init__(what)
        self.what, self.todo, self.retry_after = what, todo, retry_after

    @property
    def reason(self) -> str:
        """Why the source is in the state that this brings it to."""
        return self.what


class Permanent(PullFailed):
    """Trying again would fail again until somebody changes something."""

    permanent = True


class Reconnect(Permanent):
    """The source refused the credential."""

    source_state = "reconnect"


class NotAllowed(Permanent):
    """The source knows the credential, and does not let it read this."""

    source_state = "reconnect"


class EndsItsWorker(Permanent):
    """One worker after another was lost over the same page; a source whose pull does that waits for a person."""

    def __init__(self, what: str, todo: str, *, pauses: bool):
        super().__init__(what, todo)
        self.source_state = "paused" if pauses else ""

    @property
    def reason(self) -> str:
        """What happened and what to do: nobody else would say it on the source's page."""
        return f"{self.what} {self.todo}"


class StreamChanged(PullFailed):
    """Somebody changed how a stream is read or mapped while it was read: it is read from its start again."""


class QuotaNearlySpent(PullFailed):
    """The source's quota is nearly spent: it is paused, not failed, and goes on by itself after `retry_after`."""

    source_state = "paused_quota"
