"""The number of queries does not grow with the rows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from initiatives import services
from initiatives.models import Handoff, Initiative
from initiatives.reports import cycle_of, cycles_of, ownership_of_initiative, ownership_of_initiatives
from tests.initiatives.days import friday, monday, tuesday

pytestmark = pytest.mark.django_db


@pytest.fixture
def fill(initiative, deliverable, ada, ben, cy):
    """Add deliverables, each held, handed over, answered, corrected and needed by the next."""

    def add(number):
        last = None
        for count in range(number):
            row = deliverable(f"Piece {initiative.deliverables.count()}", depends_on=[last] if last else [])
            services.name_holder(deliverable=row, person=ada, by=ada, at=monday(8))
            services.start_deliverable(deliverable=row, by=ada, at=monday(9))
            handoff = services.offer_handoff(
                deliverable=row,
                receiver=(ben, cy)[count % 2],
                acceptance_criteria="x",
                answer_by=monday(17),
                by=ada,
                at=monday(10),
            )
            services.accept_handoff(handoff=handoff, by=(ben, cy)[count % 2], at=tuesday(9))
            services.correct_handoff(handoff=handoff, instant="answered_at", to=tuesday(8), why="x", by=ada, at=tuesday(10))
            last = row

    return add


def counted(act):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        act()
    return len(queries)


@pytest.mark.parametrize("report", [ownership_of_initiative, cycle_of])
def test_a_report_takes_as_many_queries_for_one_deliverable_as_for_thirty(initiative, fill, report):
    fill(1)
    before = counted(lambda: vars(report(initiative, friday(9))))
    fill(29)
    assert initiative.deliverables.count() == 30
    assert counted(lambda: vars(report(initiative, friday(9)))) == before <= 10


@pytest.mark.parametrize("reports", [ownership_of_initiatives, cycles_of])
def test_reports_on_several_initiatives_take_as_many_queries_as_on_one(initiative, fill, reports, ceo):
    fill(2)
    before = counted(lambda: reports(Initiative.objects.all(), friday(9)))
    fields = {
        field.attname: getattr(initiative, field.attname)
        for field in Initiative._meta.fields
        if field.name not in ("id", "slug")
    }
    for number in range(5):
        other = Initiative.objects.create(**fields, slug=f"copy-{number}")
        services.add_deliverable(initiative=other, name="Scope", function="product", by=ceo, at=monday(9))
    assert counted(lambda: reports(Initiative.objects.all(), friday(9))) == before


def test_a_list_of_handoffs_takes_as_many_queries_for_one_as_for_thirty(fill):
    def read():
        for handoff in Handoff.objects.darkest_first(friday(9)).with_people():
            assert handoff.deliverable.initiative.name
            assert handoff.offered < handoff.answered
            assert [handoff.sender.name, handoff.receiver.name, list(handoff.receiver.seats.all())]

    fill(1)
    before = counted(read)
    fill(29)
    assert counted(read) == before
