"""The list of reasons through the API."""

import pytest

from initiatives.models import Reason

pytestmark = pytest.mark.django_db
LIST = "/api/v1/reasons/"


def test_a_head_keeps_the_list_and_a_member_does_not(company, program):
    new = {"kind": "deal", "label": "Legal said no"}
    assert program(company.member).send(LIST, new).status_code == 403
    tom = program(company.sales)
    made = tom.send(LIST, new)
    assert (made.status_code, made.json()["code"]) == (201, "legal-said-no")
    one = f"{LIST}{made.json()['id']}/"
    assert tom.send(f"{one}rename/", {"label": "Legal refused"}).json()["label"] == "Legal refused"
    into = Reason.objects.get(kind="deal", code="price")
    assert tom.send(f"{one}merge/", {"into": into.pk}).json()["code"] == "price"
    assert [row["merged_into"] for row in tom.get(LIST + "?kind=deal&retired=true").json()["results"]] == ["price"]
    again = tom.send(f"{one}retire/")
    assert (again.status_code, "retired already" in again.json()["detail"]) == (400, True)
