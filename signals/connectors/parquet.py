"""Parquet, read a few thousand rows at a time; it needs the extra `parquet`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from signals.connectors.batches import Chunk
from signals.connectors.plain import plain
from signals.entries import StreamEntry
from signals.failures import Permanent, PullFailed
from signals.mapping.page import dump


def batches(path: Path, size: int) -> Iterator[list[dict]]:
    """The file's rows, `size` at a time, whatever the size of its row groups. Raises PullFailed."""
    try:
        import pyarrow  # noqa: PLC0415  (it takes 40 MB of each worker, most of which never read Parquet)
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError:
        raise Permanent(
            "Parquet cannot be read here: the package for it is not installed.",
            "Install it beside the console with “pip install revenue-arc[parquet]” (pyarrow), or export CSV or JSON lines.",
        ) from None
    try:
        with parquet.ParquetFile(path, pre_buffer=False) as file:
            for batch in file.iter_batches(batch_size=size, use_threads=False):
                rows = _to_the_microsecond(batch, pyarrow).to_pylist()
                yield [{name: plain(value) for name, value in row.items()} for row in rows]
    except (pyarrow.ArrowException, OSError):
        raise PullFailed(f"{path.name} is not whole Parquet: it is broken or cut off.", "Export it again.") from None


def chunks(path: Path, entry: StreamEntry, size: int) -> Iterator[Chunk]:
    """The file's records, `size` at a time. Raises PullFailed."""
    for records in batches(path, size):
        yield [dump(record) for record in records], [*records], {}


def _to_the_microsecond(batch: Any, pyarrow: Any) -> Any:
    """Instants to the nanosecond, which Python does not know, to the microsecond, in which they are kept."""
    for place, field in enumerate(batch.schema):
        if pyarrow.types.is_timestamp(field.type) and field.type.unit == "ns":
            whole = batch.column(place).cast(pyarrow.timestamp("us", field.type.tz), safe=False)
            batch = batch.set_column(place, field.name, whole)
    return batch
