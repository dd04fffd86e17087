"""Audits in the API: read by everybody who is signed in, written by nobody."""

import hashlib
from datetime import timedelta

from audits import services
from tests.api.conftest import NOON


def audited(launch, company):
    return services.start_audit(initiative=launch.initiative, lead=company.coo, on=NOON.date(), at=NOON)


def test_an_audit_is_told_with_its_findings(company, launch, program):
    audit = audited(launch, company)
    client = program(company.member)
    [row] = client.get("/api/v1/audits/", {"initiative": "atlas"}).json()["results"]
    assert (row["id"], row["lead"]["name"], row["closes_on"], row["state"]) == (audit.pk, "Anita Rao", "2026-12-03", "running")
    [found] = client.get(f"/api/v1/audits/{audit.pk}/findings/").json()
    assert (found["number"], found["reading"], found["title"], found["handoff"], found["ends_at"]) == (
        1,
        "never owned",
        "Enablement",
        None,
        None,
    )


def test_a_handoff_that_went_dark_names_both_sides(company, launch, offered, program, noon):
    audit = audited(launch, company)
    noon.shift(timedelta(days=2))
    row = program(company.member).get(f"/api/v1/audits/{audit.pk}/findings/").json()[0]
    assert (row["reading"], row["handoff"]) == ("went dark", offered.pk)
    assert [one["name"] for one in row["people"]] == ["Noor Haddad", "Tom Halvorsen"]


def test_anybody_can_verify_the_document(company, launch, program):
    audit = audited(launch, company)
    client = program(company.member)
    assert client.get(f"/api/v1/audits/{audit.pk}/documents/").json() == []
    services.freeze_document(audit=audit, by=company.coo, at=NOON)
    [document] = client.get(f"/api/v1/audits/{audit.pk}/documents/").json()
    assert hashlib.sha256(document["text"].encode()).hexdigest() == document["sha256"]
    assert (document["revision"], document["frozen_by"]["name"]) == (1, "Anita Rao")
    for path in ("/api/v1/audits/", f"/api/v1/audits/{audit.pk}/"):
        assert client.post(path, {}, content_type="application/json").status_code == 405
