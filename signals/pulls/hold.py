"""What the transaction of a page begins with: it holds its stream, which must still be read as it was when the run began."""

from datetime import timedelta

import psycopg
from psycopg.types.json import Jsonb

from signals.failures import StreamChanged
from signals.models import Stream

# A server that dies may lose the last pages, each with its cursor: they are read again. The pull ends on disk.
HOLD = (
    "SELECT set_config('synchronous_commit', 'off', true), settings = %s AND mapping = %s"
    " FROM signals_stream WHERE id = %s FOR UPDATE"
)


class Hold:
    """Holds one stream, page after page."""

    def __init__(self, stream: Stream):
        self.name, self.given = stream.name, [Jsonb(stream.settings), Jsonb(stream.mapping), stream.pk]

    def take(self, cursor: psycopg.Cursor) -> None:
        """Hold the stream until the page is committed. Raises StreamChanged."""
        if cursor.execute(HOLD, self.given).fetchone() != ("off", True):
            what = f"How “{self.name}” is read or mapped was changed while it was read: it is read from its start again."
            raise StreamChanged(what, retry_after=timedelta(0))
