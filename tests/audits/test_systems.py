"""Evidence from connected systems in an audit: lines of the walk, findings with both sides, the frozen document."""

import pytest
from django.urls import reverse

from audits.document.content import content_of
from audits.evidence import prefilled
from audits.findings import Reading
from audits.report import report_of
from audits.services import start_audit
from initiatives import services
from initiatives.reports import ownership_of_initiative
from tests.initiatives.days import friday, monday, thursday, tuesday, wednesday

pytestmark = pytest.mark.django_db


@pytest.fixture
def audit(launch, ada, ben, company):
    """Ada held it, says the record; the CRM says that Ben did for a day, and somebody unknown for another."""
    services.name_holder(deliverable=launch.positioning, person=ada, by=ada, at=monday(8))

    def draft(start, end, person, resource, is_known=True):
        return services.ClaimDraft(start, end, person, is_known, resource, "CRM", "task “Positioning”", page=4, ordinal=2)

    claims = [draft(tuesday(9), wednesday(9), ben, "Ben B."), draft(wednesday(9), thursday(9), None, "Agency", is_known=False)]
    services.replace_claims(work=7, drafts={launch.positioning.pk: claims})
    return start_audit(initiative=launch.initiative, lead=company.coo, on=monday(10).date(), at=monday(10))


def test_the_walk_says_from_which_system_and_of_whom(audit):
    lines = [line for line in prefilled(ownership_of_initiative(audit.initiative, friday(9))) if line.source == "CRM"]
    assert [(line.text, line.record, line.is_known) for line in lines] == [
        ("Ben, Tue 3 Nov to Wed 4 Nov, task “Positioning”", (4, 2), True),
        ("“Agency”, matched to nobody yet, Wed 4 Nov to Thu 5 Nov, task “Positioning”", (4, 2), False),
    ]


def test_the_finding_tells_both_sides_and_the_document_cites_them(audit, ada, ben):
    report = report_of(audit, friday(9))
    (found,) = [finding for finding in report.findings if finding.reading is Reading.CONTESTED]
    assert (found.start, found.end, found.people) == (
        tuesday(9),
        wednesday(9),
        tuple(sorted([ada, ben], key=lambda one: one.pk)),
    )
    assert found.sentence == "For 1 day our record says Ada held it, and CRM says Ben."
    content = content_of(report)
    cited = [piece for piece in content["evidence"] if piece["path"] == "/records/4/2/"]
    assert len(cited) == 2
    assert {piece["number"] for piece in cited} <= set(content["register"][0]["evidence"])
    assert {person.name for person in report.sides_of(report.row_of[found.key])} >= {"Ada", "Ben"}


def test_the_row_leads_to_the_records_and_to_both_sides(audit, client_of, company):
    row = audit.rows.get(deliverable__name="Positioning", handoff=None)
    page = client_of(company.coo).get(reverse("audits:row", args=[row.pk])).text
    assert 'href="/records/4/2/"' in page
    assert reverse("signals:evidence", args=[row.deliverable_id]) in page
    assert "say who it is" in page
    walk = client_of(company.coo).get(reverse("audits:section", args=[audit.pk, "walk"])).text
    assert "Known already from the log and CRM" in walk
    question = client_of(company.coo).get(reverse("audits:question", args=[audit.pk, f"held-{row.pk}"])).text
    assert 'from CRM, <a href="/records/4/2/">record' in question
