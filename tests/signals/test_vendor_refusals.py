"""Each vendor's service is busy, broken or refuses the credential in the middle of a pull: nothing is lost."""

from collections.abc import Callable
from datetime import timedelta
from itertools import cycle

import pytest
import time_machine
from werkzeug import Request, Response

from signals.models import Pull, Source, Work
from tests.signals.fakes.answering import Fake, answer
from tests.signals.some import ADDRESSES, CREDENTIALS, FAKES
from tests.signals.sources import NOW, preset_source, run

pytestmark = pytest.mark.django_db
READ = {"asana": 3, "hubspot": 2, "jira": 3, "posthog": 5, "salesforce": 2}
TOKENS = ("/services/oauth2/token", "/oauth/v1/token")
FAULTS = [(503, {}), (429, {"Retry_After": "3"}), (500, {}), (502, {}), (504, {})]


@pytest.fixture(params=sorted(FAKES))
def vendor(request, httpserver) -> tuple[Source, Fake]:
    """A source of each kind, and the service that it reads."""
    kind = request.param
    with time_machine.travel(NOW - timedelta(days=3), tick=False) as clock:
        fake = FAKES[kind]().serve(httpserver)
        clock.move_to(NOW)
        yield preset_source(kind, httpserver.url_for(ADDRESSES.get(kind, "")), secret=CREDENTIALS[kind]), fake


def refusing(fake: Fake, refuses: Callable[[int, Request], Response | None]) -> None:
    """Let the service refuse some of what it is asked, by number."""
    own, number = fake.respond, iter(range(10_000))
    fake.respond = lambda request: refuses(next(number), request) or own(request)


def test_a_service_that_is_busy_or_broken_now_and_then_is_asked_again(vendor):
    source, fake = vendor
    faults, slept = cycle(FAULTS), []

    def every_third(number: int, _: Request) -> Response | None:
        status, headers = next(faults) if number % 3 == 0 else (0, {})
        return answer({}, status, **headers) if status else None

    refusing(fake, every_third)
    pull = run(source, slept=slept)
    assert (pull.state, pull.error, pull.rows_read, pull.rows_rejected) == ("done", "", READ[source.kind], 0)
    assert len(slept) >= 2
    assert max(slept) >= 3


def test_a_service_that_stays_broken_gives_the_worker_back_and_is_read_later(vendor):
    source, fake = vendor
    down = [True]
    refusing(fake, lambda number, _: answer({}, 503) if number >= 3 and down[0] else None)
    pull = run(source)
    assert (pull.state, pull.permanent) == ("due", False)
    assert "answered 503" in pull.error
    down[0] = False
    pull = run(source, NOW + timedelta(hours=1))
    assert (pull.state, pull.rows_new) == ("done", READ[source.kind])


def test_a_credential_that_is_refused_in_the_middle_keeps_what_was_read(vendor):
    source, fake = vendor
    expired = [True]

    def from_the_third_on(number: int, request: Request) -> Response | None:
        return answer({}, 401) if number >= 3 and expired[0] and request.path not in TOKENS else None

    refusing(fake, from_the_third_on)
    pull = run(source)
    source.refresh_from_db()
    assert (pull.state, source.state) == ("failed", "reconnect")
    kept = Work.objects.count()
    expired[0] = False
    source.set_secret(CREDENTIALS[source.kind])
    source.state = "active"
    source.save()
    assert run(source, NOW + timedelta(hours=1)).state == "done"
    assert Work.objects.count() >= kept
    assert sum(one.rows_new for one in Pull.objects.all()) == READ[source.kind]
