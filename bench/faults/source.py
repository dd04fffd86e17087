"""A source that keeps changing: a service on loopback that holds the truth, with which the schema is compared at the end.

`deals` and `usage` are asked for by what changed, with a token that goes on after the last record sent; a deleted record
stays there and says so. `assets` are read whole, page by page, and a deleted one is simply gone. Some rows come late: they
say that they changed up to `LATE` seconds before they can be seen. Some can never be mapped, and must be rejected.
"""

import json
import threading
import time
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from typing import Protocol
from urllib.parse import parse_qs, urlsplit

SIZE = 40
OVERLAP = timedelta(seconds=10)
LATE = 8.0
AMBIGUOUS = "03-04-2026"
STAGES = ("new", "open", "won", "lost")
FIRST_DAY = datetime(2026, 1, 5, 8, tzinfo=UTC)
Rows = dict[str, dict]


class Changing:
    """The truth, by stream and id, and the seeded hand that changes it."""

    def __init__(self, seed: int):
        self.random, self.lock = Random(seed), threading.Lock()
        self.rows: dict[str, Rows] = {"deals": {}, "usage": {}, "assets": {}}
        self.numbers = dict.fromkeys(self.rows, 0)
        self.asked, self.asked_at = 0, 0.0
        self.done = dict.fromkeys(("added", "changed", "deleted", "late", "broken"), 0)

    def fill(self, rows: int) -> None:
        """What is there of each stream before the first pull."""
        for name in self.rows:
            for _ in range(rows):
                self._add(name)

    def change(self) -> None:
        """One change somewhere: a row added (perhaps late, perhaps broken), changed or deleted."""
        pick = self.random
        name = pick.choices(list(self.rows), (3, 5, 2))[0]
        with self.lock:
            what = pick.choices(("add", "late", "broken", "change", "delete"), (8, 4, 1, 8, 4))[0]
            if what in ("add", "late", "broken"):
                self._add(name, late=what == "late", broken=what == "broken")
            else:
                self._alter(name, deleted=what == "delete")

    def _add(self, name: str, *, late: bool = False, broken: bool = False) -> None:
        self.numbers[name] += 1
        key = f"{name}-{self.numbers[name]}"
        self.done["late" if late else "broken" if broken else "added"] += 1
        row = {"id": key, "deleted": None, "broken": broken, "revision": 1, **self._said(name)}
        if broken:
            row["at"] = AMBIGUOUS
        self.rows[name][key] = row
        self._stamp(row, late=late)

    def _alter(self, name: str, *, deleted: bool) -> None:
        standing = [row for row in self.rows[name].values() if not row["deleted"] and not row["broken"]]
        if not standing:
            return
        row = self.random.choice(standing)
        self.done["deleted" if deleted else "changed"] += 1
        if deleted and name == "assets":
            del self.rows[name][row["id"]]
            return
        row |= {"deleted": _written(datetime.now(UTC))} if deleted else self._said(name)
        row["revision"] += 1
        self._stamp(row, late=False)

    def _stamp(self, row: dict, *, late: bool) -> None:
        """When the row says that it changed; a row that is late says so of an instant that has passed."""
        behind = self.random.uniform(0, LATE) if late else 0.0
        row["updated_at"] = _written(datetime.now(UTC) - timedelta(seconds=behind))

    def _said(self, name: str) -> dict:
        pick = self.random
        at = FIRST_DAY + timedelta(minutes=pick.randrange(60 * 24 * 90))
        said = {"at": at.isoformat(), "customer": f"customer-{pick.randrange(30)}"}
        if name == "usage":
            return said | {"value": pick.randrange(1, 500) / 4, "plan": pick.choice(("free", "team"))}
        stage = pick.choice(STAGES)
        return said | {
            "title": f"T{pick.randrange(10**6)}",
            "stage": stage,
            "amount": pick.randrange(10**5),
            "holder": stage[0],
        }

    def answer(self, path: str, asked: dict[str, str]) -> dict:
        """One page."""
        name = path.strip("/")
        with self.lock:
            self.asked, self.asked_at = self.asked + 1, time.monotonic()
            return self._whole(asked) if name == "assets" else self._changed(name, asked)

    def _whole(self, asked: dict[str, str]) -> dict:
        start = (int(asked["page"]) - 1) * SIZE
        return {"items": [_shown(row) for row in list(self.rows["assets"].values())[start : start + SIZE]]}

    def _changed(self, name: str, asked: dict[str, str]) -> dict:
        since = _written(datetime.fromisoformat(asked["since"])) if "since" in asked else ""
        place = tuple(asked["after"].split("|")) if asked.get("after") else (since, "")
        rows = sorted(self.rows[name].values(), key=_order)
        rest = [row for row in rows if _order(row) > place]
        page = rest[:SIZE]
        return {"items": [_shown(row) for row in page], "next": "|".join(_order(page[-1])) if len(rest) > SIZE else None}


def _written(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _order(row: dict) -> tuple[str, str]:
    return row["updated_at"], row["id"]


def _shown(row: dict) -> dict:
    return {name: value for name, value in row.items() if name != "broken"}


class Quiet(ThreadingHTTPServer):
    """Takes no offence at clients that were killed."""

    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Say nothing."""


class Answering(Protocol):
    """What a service on loopback asks for its answers."""

    def answer(self, path: str, asked: dict[str, str]) -> dict:
        """One page."""


def serve(source: Answering) -> ThreadingHTTPServer:
    """Answer on loopback, at a free port, until shut down; each page takes a moment, as it does over a network."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            address = urlsplit(self.path)
            asked = {name: values[0] for name, values in parse_qs(address.query).items()}
            body = json.dumps(source.answer(address.path, asked)).encode()
            time.sleep(0.02)
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = Quiet(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def entry(address: str) -> dict:
    """The source as a sources file would say it."""
    work = {"title": "title", "status": "stage", "amount": "amount", "holder": "holder", "opened_at": "at"}
    party = {"name": "customer", "keys": {"customer": "customer"}}
    versions = {"id": "id", "version": {"from": "revision", "format": "integer"}, "ignore": ["deleted"]}
    changed = {
        **versions,
        "rows": "items",
        "deleted": "deleted",
        "pagination": {"style": "cursor", "param": "after", "next": "next"},
        "cursor": {"field": "updated_at", "param": "since", "overlap": f"{OVERLAP.seconds}s"},
    }
    deal = {"work": {"kind": {"const": "deal"}, **work, "party": party}}
    held = {"work": {"kind": "deal", "id": "id"}, "kind": {"const": "holder"}, "at": "at", "id": "id", "to_value": "holder"}
    used = {"metric": {"const": "used"}, "at": "at", "value": "value", "party": party, "dimensions": {"plan": "plan"}}
    whole = {"rows": "items", "pagination": {"style": "page", "param": "page"}, "missing": "tombstone"}
    return {
        "name": "Changing",
        "kind": "rest",
        "function": "sales",
        "settings": {"base_url": address, "auth": "none"},
        "allow_private": True,
        "allow_http": True,
        "interval": "1s",
        "streams": [
            {"name": "usage", "path": "usage", **changed, "records": [{"signal": used}]},
            {"name": "deals", "path": "deals", **changed, "records": [deal, {"event": held}]},
            {
                "name": "assets",
                "path": "assets",
                **versions,
                **whole,
                "records": [{"work": {"kind": {"const": "asset"}, **work}}],
            },
        ],
    }
