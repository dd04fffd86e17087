"""What the fakes share: answers, refusals, being busy when told to, and a note of what they were asked."""

import base64
import json
import re

from werkzeug import Request, Response

from tests.signals.fakes.described import description


class Refused(Exception):
    """The service answers with an error instead."""

    def __init__(self, status: int, body: object, **headers: str):
        super().__init__(status)
        self.response = answer(body, status, **headers)


def answer(body: object, status: int = 200, **headers: str) -> Response:
    """A JSON answer; `Retry_After` becomes the header Retry-After."""
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(json.dumps(body), status=status, content_type="application/json", headers=told)


def basic(text: str) -> str:
    """The Authorization header of user:password."""
    return "Basic " + base64.b64encode(text.encode()).decode()


UNDESCRIBED: list[str] = []  # what any fake was asked and its vendor's description does not allow; each test ends by looking


class Fake:
    """A service: `asked` notes every request; `busy` holds answers to give before any other.

    What its vendor's description does not allow is refused, and noted in UNDESCRIBED.
    """

    vendor = ""

    def __init__(self) -> None:
        self.asked: list[Request] = []
        self.busy: list[Response] = []

    def serve(self, httpserver) -> "Fake":
        """Answer everything that the server is asked."""
        httpserver.expect_request(re.compile(".*")).respond_with_handler(self)
        return self

    def __call__(self, request: Request) -> Response:
        """Answer one request."""
        request.get_data(cache=True)
        self.asked.append(request)
        if self.busy:
            return self.busy.pop(0)
        if wrong := description(self.vendor).wrong_with(request):
            UNDESCRIBED.extend(wrong)
            return answer({"message": wrong}, 400)
        try:
            return self.respond(request)
        except Refused as refused:
            return refused.response

    def respond(self, request: Request) -> Response:
        """The service's own answer. Raises Refused."""
        raise NotImplementedError

    def paths(self) -> list[str]:
        """The paths asked for, in order."""
        return [request.path for request in self.asked]
