"""How many queries a page asks."""

from django.db import connection
from django.test.utils import CaptureQueriesContext


def count_queries(client, address):
    """The number of queries of one request, the session's and the reader's among them."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)
