"""Any list as a CSV file, and the call of the API that gives the same rows. docs/exports.md says how a page gets both."""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

PARAMETER, LIST = "export", "list"
OF_A_PAGE = (PARAMETER, LIST, "page", "after", "before")
BATCH = 1000
BOM = "\ufeff"
# What a spreadsheet takes for a formula, in half and in full width (OWASP, "CSV Injection").
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001 - full width on purpose

Row = TypeVar("Row")
Columns = Mapping[str, Callable[[Any], Any]]
Lists = Mapping[str, tuple[Columns, Callable[[], Iterable[Any]]]]


@dataclass(frozen=True)
class Offer:
    """What a page offers below its list: the address of the file, and the address in the API that gives the same rows."""

    csv: str
    api: str = ""
    of: str = ""

    def at(self, path: str) -> "Offer":
        """The same, of a page that is also shown at other addresses."""
        return replace(self, csv=f"{path}?{self.csv.partition('?')[2]}")


def wanted(request: HttpRequest, of: str = "") -> bool:
    """Whether the reader asks for the list as a file; of a page with several lists, the one that is called `of`."""
    return request.GET.get(PARAMETER) == "csv" and request.GET.get(LIST, "") == of


def offer(request: HttpRequest, api: str = "", *arguments: Any, of: str = "", **filters: Any) -> Offer:
    """The list of this page with the filters that the reader chose, as a file and, under the name `api`, in the API.

    `filters` are the API's own; those without a value are left out. `of` tells the lists of one page apart.
    """
    asked: QueryDict = request.GET.copy()
    for name in OF_A_PAGE:
        asked.pop(name, None)
    asked[PARAMETER] = "csv"
    if of:
        asked[LIST] = of
    narrowed = {name: value for name, value in filters.items() if value not in (None, "", [])}
    called = request.build_absolute_uri(reverse(api, args=arguments)) if api else ""
    if called and narrowed:
        called += f"?{urlencode(narrowed, doseq=True)}"
    here = request.path if getattr(request, "htmx", False) else ""  # a fragment may stand in a page of another address
    return Offer(f"{here}?{asked.urlencode()}", called, of.replace("_", " "))


def chosen(request: HttpRequest, name: str, lists: Lists) -> StreamingHttpResponse | None:
    """The list of a page that the reader asks for as a file, its rows read only then; None where the page is asked for."""
    for of, (columns, rows) in lists.items():
        if wanted(request, of):
            return csv_file(f"{name}-{of}", columns, rows())
    return None


def csv_file(name: str, columns: Columns, rows: Iterable[Any]) -> StreamingHttpResponse:
    """The rows as a CSV file for spreadsheets, written while they are read: no list is too long for it.

    A queryset is read in batches from the server. `columns` say for each heading what of a row stands below it.
    """
    read = rows.iterator(chunk_size=BATCH) if isinstance(rows, QuerySet) else iter(rows)
    response = StreamingHttpResponse(lines(columns, read), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localdate():%Y-%m-%d}.csv"'
    return response


def lines(columns: Columns, rows: Iterable[Any]) -> Iterator[bytes]:
    """The file in pieces: a byte-order mark, without which spreadsheets misread UTF-8; the headings; a line for each row."""
    writer = csv.writer(_Echo())
    values = list(columns.values())
    yield (BOM + writer.writerow(list(columns))).encode()
    for row in rows:
        yield writer.writerow([cell(value(row)) for value in values]).encode("utf-8", "replace")


def cell(value: Any) -> str:
    """A value as a spreadsheet reads it safely: a number as it is, an instant in UTC, a text never as a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}" if value.is_finite() else ""
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, timedelta):
        return str(int(value.total_seconds()))
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds")
    if isinstance(value, list | tuple):
        value = ", ".join(str(each) for each in value)
    text = str(value).replace("\x00", "")
    return f"'{text}" if text.lstrip().startswith(FORMULA) or text.startswith(FORMULA) else text


def in_batches(rows: QuerySet, make: Callable[[Sequence[Any]], Iterable[Row]]) -> Iterator[Row]:
    """Rows that need more than their own columns: `make` gets a batch of them at a time and looks the rest up once for all."""
    read = rows.iterator(chunk_size=BATCH)
    while batch := list(islice(read, BATCH)):
        yield from make(batch)


class _Echo:
    """A file that gives back what is written, for csv.writer."""

    def write(self, text: str) -> str:
        """The text."""
        return text
