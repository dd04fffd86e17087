"""What has no fake of its own: a warehouse, a tap, an event log and a sender with the sample company's records."""

import contextlib
import csv
import json
import stat
import sys

import psycopg
from django.db import connection
from psycopg import sql

from signals.models import Source
from tests.signals.pushing import event, push
from tests.signals.sample import sample

TAP = """#!{python}
import json, sys
if "--discover" in sys.argv:
    sys.exit(2)
for line in open({rows!r}):
    print(line, flush=True)
"""


@contextlib.contextmanager
def warehouse():
    """Five views of a warehouse with the sample; where it is. Gone afterwards."""
    given = connection.settings_dict
    host = given["OPTIONS"].get("host") or given["HOST"]
    address = {"host": host, "port": given["PORT"], "user": given["USER"], "password": given["PASSWORD"]}
    told, tables = sample(), {}
    for name in ("customers", "people", "work", "changes", "signals"):
        tables[f"arc_{name}"] = getattr(told, name)()
    with psycopg.connect(dbname=given["NAME"], autocommit=True, **{key: one for key, one in address.items() if one}) as direct:
        for table, rows in tables.items():
            columns = sorted({column for row in rows for column in row})
            typed = [sql.SQL("{} {}").format(sql.Identifier(one), sql.SQL(type_of(one))) for one in columns]
            direct.execute(sql.SQL("CREATE TABLE {} ({})").format(sql.Identifier(table), sql.SQL(", ").join(typed)))
            values = sql.SQL("INSERT INTO {} VALUES ({})").format(
                sql.Identifier(table), sql.SQL(", ").join([sql.Placeholder()] * len(columns))
            )
            direct.cursor().executemany(values, [[row.get(one) for one in columns] for row in rows])
        socket = {"socket": host} if host.startswith("/") else {}
        place = "localhost" if socket else host
        yield {**socket, "address": f"postgresql://{given['USER']}@{place}:{given['PORT'] or 5432}/{given['NAME']}"}
        for table in tables:
            direct.execute(sql.SQL("DROP TABLE {}").format(sql.Identifier(table)))


def type_of(column: str) -> str:
    """How a warehouse would keep it."""
    return "timestamptz" if column == "at" or column.endswith("_at") else "numeric" if column in ("amount", "value") else "text"


def a_tap(folder) -> str:
    """A tap that tells the sample in five streams; its name."""
    told, rows = sample(), folder / "rows.jsonl"
    records = [(name, row) for name in ("customers", "people", "work", "changes", "signals") for row in getattr(told, name)()]
    rows.write_text("\n".join(json.dumps({"type": "RECORD", "stream": name, "record": row}) for name, row in records))
    tap = folder / "tap-sample"
    tap.write_text(TAP.format(python=sys.executable, rows=str(rows)))
    tap.chmod(tap.stat().st_mode | stat.S_IXUSR)
    return tap.name


def a_log(folder) -> None:
    """What happened to the leads, as an event log."""
    with (folder / "leads.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["case_id", "activity", "resource", "timestamp"])
        for one in sample().activities:
            writer.writerow([one["LeadId"], one["To"] or one["Type"], one["Actor"], one["At"]])


def push_all(client, source: Source) -> None:
    """The sample, pushed: a batch of events."""
    told = sample()
    batch = []
    for kind, rows in (("customer", told.customers()), ("person", told.people()), ("work", told.work())):
        batch += [event(row["id"], f"arc.{kind}", row, time=row["changed_at"]) for row in rows]
    for row in told.changes():
        changed = {**row, "from": row["was"], "to": row["became"]}
        batch.append(event(row["id"], "arc.change", changed, time=row["at"]))
    batch += [event(row["id"], row["metric"], row, time=row["at"]) for row in told.signals()]
    assert push(client, source, batch, kind="application/cloudevents-batch+json").status_code == 202
