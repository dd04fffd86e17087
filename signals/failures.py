"""Why a pull stopped: what happened, what to do, and whether trying again can help."""

from datetime import timedelta


class PullFailed(Exception):
    """A pull cannot go on. Its text is a sentence for a person and never holds a credential."""

    permanent = False
    source_state = ""

    def __init__(self, what: str, todo: str = "", *, retry_after: timedelta | None = None):
        super().__init__(what)
        self.what, self.todo, self.retry_after = what, todo, retry_after


class Permanent(PullFailed):
    """Trying again would fail again until somebody changes something."""

    permanent = True


class Reconnect(Permanent):
    """The source refused the credential."""

    source_state = "reconnect"


class StreamChanged(PullFailed):
    """Somebody changed how a stream is read or mapped while it was read: it is read from its start again."""


class QuotaNearlySpent(PullFailed):
    """The source's quota is nearly spent: it is paused, not failed, and goes on by itself after `retry_after`."""

    source_state = "paused_quota"
