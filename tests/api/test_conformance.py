"""Whatever is asked, the API never breaks and answers as its schema says (schemathesis, the same examples every time)."""

from datetime import timedelta

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from audits import services as audits
from initiatives import services as initiatives
from initiatives.models import Deliverable, Reason
from people.models import Token
from scorecards import services
from signals.models import PartyLink, Stream
from tests.scorecards.conftest import NOW, atlas, launch, metrics  # noqa: F401  (fixtures)
from tests.signals.rows import a_customer

CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
BOUNDED = settings(
    max_examples=8,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def application():
    """The WSGI application, on the connection of the test (as Django's own test client does it)."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield get_wsgi_application()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def known(launch):  # noqa: F811
    """Keys and names that exist, by the parameter or member that takes them: else nearly every answer were 404 or 400."""
    staff = launch.staff
    launch.make_ready()
    conditions = [services.ConditionDraft(text="CAC is read", person=staff.sales, due=(NOW + timedelta(days=3)).date())]
    hold = launch.do(services.decide_hold, staff.owner, until=NOW + timedelta(days=7), conditions=conditions)
    deliverable = Deliverable.objects.get(name="Enablement")
    offer = initiatives.offer_handoff(
        deliverable=Deliverable.objects.get(name="Positioning"),
        receiver=staff.sales,
        acceptance_criteria="Three messages.",
        by=staff.marketing,
        at=NOW,
    )
    audit = audits.start_audit(initiative=launch.initiative, lead=staff.coo, on=NOW.date(), at=NOW)
    audits.freeze_document(audit=audit, by=staff.coo, at=NOW)
    one, other = (a_customer(launch.metrics["nrr"].definition.sources.get(), name) for name in ("Acme", "ACME Inc"))
    link = PartyLink.objects.create(a=one, b=other, state="suggested", evidence="Their names.", score=1, made_at=NOW)
    week = NOW + timedelta(days=7)
    away = initiatives.delegate_answers(
        person=staff.member, delegate=staff.sales, since=week, until=week + timedelta(days=7), by=staff.member, at=NOW
    )
    return {
        "audits": audit.pk,
        "customers": one.pk,
        "links": link.pk,
        "delegations": away.pk,
        "reasons": Reason.objects.first().pk,
        "deliverables": deliverable.pk,
        "handoffs": offer.pk,
        "sources": launch.metrics["nrr"].definition.sources.get().pk,
        "coverage": Stream.objects.create(source=one.source, name="all").pk,
        "pulls": 1,
        "meetings": launch.meeting.pk,
        "decisions": hold.pk,
        "slug": launch.initiative.slug,
        "key": "nrr",
        "other": "time_to_value",
        "body": {"deliverable": deliverable.pk, "receiver": staff.sales.email, "reason": Reason.objects.first().code},
    }


def existing(operation, known):
    """The parameters of an operation's address, as they exist."""
    parameters = {}
    for name in ("slug", "key", "other", "id"):
        if f"{{{name}}}" in operation.path:
            parameters[name] = known[operation.path.split("/")[3]] if name == "id" else known[name]
    return parameters


def plausible(case, known):
    """The case, naming rows that exist where its body names rows."""
    if isinstance(case.body, dict):
        case.body.update({name: value for name, value in known["body"].items() if name in case.body})
    return case


def probe(operation, mode, known, headers, *, real):
    """Send examples of an operation; each leaves the database as it was."""
    path_parameters = existing(operation, known) if real else None

    @BOUNDED
    @given(case=operation.as_strategy(generation_mode=mode, path_parameters=path_parameters or None))
    def send(case):
        with transaction.atomic():
            answer = (plausible(case, known) if real else case).call(headers=headers)
            transaction.set_rollback(True)
        case.validate_response(answer, checks=CHECKS)

    send()


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["marketing"])
@pytest.mark.parametrize("mode", list(GenerationMode))
def test_no_question_breaks_it_and_every_answer_is_declared(
    application,
    known,
    launch,  # noqa: F811
    settings,
    subtests,
    noon,
    who,
    mode,
):
    settings.API_RATE = "1000000/min"
    noon.move_to(NOW + timedelta(hours=2))
    headers = {"Authorization": f"Bearer {Token.objects.issue(getattr(launch.staff, who))}"}
    schema = schemathesis.openapi.from_wsgi("/api/schema/", application, headers=headers)
    operations = [result.ok() for result in schema.get_all_operations()]
    assert len(operations) > 20
    for operation in operations:
        with subtests.test(operation.label):
            probe(operation, mode, known, headers, real=True)
            if existing(operation, known):
                probe(operation, mode, known, headers, real=False)
