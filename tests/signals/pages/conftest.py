"""The pages of signals: the clock stands, and some rows are there."""

import orjson
import pytest
import zstandard

from signals.models import Pull, RawPage
from tests.signals.rows import NOW


@pytest.fixture(autouse=True)
def the_clock_stands(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def kept_page():
    """A factory: the payloads of one page, kept as a pull keeps them."""

    def keep(source, *payloads):
        lines = b"\n".join(orjson.dumps(payload) if not isinstance(payload, bytes) else payload for payload in payloads)
        pull = source.pulls.last() or Pull.objects.create(source=source, due_at=NOW)
        packed = zstandard.ZstdCompressor().compress(lines)
        stream = source.streams.get()
        return RawPage.objects.create(pull=pull, stream=stream, number=1, rows=len(payloads), payload=packed)

    return keep
