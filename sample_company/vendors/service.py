"""One vendor's HTTP service: a bearer token, a limit on calls, pages."""

import hmac
import json
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from sample_company.vendors.collection import Collection
from sample_company.vendors.paging import BadRequest, Style

BUSY_EVERY = 37
BUSY_AT = 5
RETRY_AFTER_SECONDS = 1


@dataclass
class Vendor:
    """What one service serves: its collections under a path, in one style of pages, to who knows the token."""

    name: str
    prefix: str
    style: Style
    token: str
    told: Callable[[], dict[str, Collection]]
    now: Callable[[], datetime]
    calls: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)
    telling: threading.Lock = field(default_factory=threading.Lock)

    @cached_property
    def collections(self) -> dict[str, Collection]:
        """The collections, told when they are first asked for; whoever asks meanwhile waits."""
        with self.telling:
            return self.told()

    def is_busy(self) -> bool:
        """Whether this call is one too many: the same calls of every run are."""
        with self.lock:
            self.calls += 1
            return self.calls % BUSY_EVERY == BUSY_AT


class Handler(BaseHTTPRequestHandler):
    """Answers GET; everything is JSON, errors included."""

    protocol_version = "HTTP/1.1"
    server_version = "vendor"
    sys_version = ""
    vendor: Vendor

    def do_GET(self) -> None:
        """Check the token, then the limit, then answer with a page."""
        vendor = self.vendor
        parts = urlsplit(self.path)
        given = self.headers.get("Authorization", "").removeprefix("Bearer ")
        if not hmac.compare_digest(given.encode(), vendor.token.encode()):
            return self.answer(401, self.error("The token is not one of ours."), {"WWW-Authenticate": "Bearer"})
        if vendor.is_busy():
            return self.answer(429, self.error("Too many calls."), {"Retry-After": str(RETRY_AFTER_SECONDS)})
        collection = vendor.collections.get(parts.path.removeprefix(vendor.prefix).strip("/"))
        if collection is None or not parts.path.startswith(vendor.prefix):
            return self.answer(404, self.error("There is nothing at this address."), {})
        try:
            answer = vendor.style(collection, dict(parse_qsl(parts.query)), vendor.now(), parts.path)
        except BadRequest as refusal:
            return self.answer(400, self.error(str(refusal)), {})
        return self.answer(200, answer.body, answer.headers)

    def error(self, text: str) -> bytes:
        """A body that says what was wrong."""
        return json.dumps({"error": text}).encode()

    def answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        """Send one answer."""
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet: the console's own pulls are the record."""


class Service(ThreadingHTTPServer):
    """One vendor on one loopback port; port 0 takes a free one."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, vendor: Vendor, port: int = 0):
        super().__init__(("127.0.0.1", port), type("VendorHandler", (Handler,), {"vendor": vendor}))
        self.vendor = vendor

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A reader that hangs up in mid-answer is no mistake of ours; anything else is shown."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    @property
    def address(self) -> str:
        """Where the service answers."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def start(self) -> "Service":
        """Answer in a thread of its own, until `stop`."""
        threading.Thread(target=self.serve_forever, name=self.vendor.name, daemon=True).start()
        return self

    def stop(self) -> None:
        """Stop answering, and close the port."""
        self.shutdown()
        self.server_close()
