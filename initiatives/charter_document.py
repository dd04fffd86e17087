"""The charter as a tagged A4 PDF, drawn by typst from `templates/initiatives/charter.typ`."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone

from initiatives.models import Charter, Initiative
from people.models import Function
from revenue_arc import words
from revenue_arc.typesetting import typeset

SOURCE = settings.BASE_DIR / "templates" / "initiatives" / "charter.typ"


def charter_pdf(initiative: Initiative, charter: Charter, now: datetime) -> bytes:
    """The PDF of a charter as it stands at `now`. What people wrote reaches typst as data, never as markup."""
    return typeset(SOURCE, charter_data(initiative, charter, now), now)


def charter_data(initiative: Initiative, charter: Charter, now: datetime) -> dict:
    """What the document shows, in words."""
    rights = {right.function: right.get_right_display() for right in charter.rights.all()}
    read = {acknowledgement.function: acknowledgement for acknowledgement in charter.acknowledgements.all()}
    missing = [Function(function).label for function in charter.functions_to_acknowledge]
    return {
        "initiative": initiative.name,
        "owner": charter.owner.name,
        "named": f"Named by {charter.named_by} on {words.day(charter.named_at, year=True)}",
        "state": "Confirmed by all four heads" if not missing else f"In force; {words.listed(missing)} not acknowledged yet",
        "outcome": initiative.customer_outcome,
        "revenue": f"{initiative.revenue_target:,.0f} {initiative.currency} {initiative.revenue_metric}, "
        f"due {words.day(initiative.revenue_due, year=True)}",
        "market": words.day(initiative.planned_in_market_on, year=True),
        "mandate": [line for line in charter.mandate.splitlines() if line.strip()],
        "functions": [
            {
                "name": function.label,
                "hue": function.value,
                "right": rights.get(function.value, ""),
                "head": read[function.value].person.name if function.value in read else "",
                "at": words.day(read[function.value].at, year=True) if function.value in read else "",
                "reservation": read[function.value].reservation if function.value in read else "",
            }
            for function in Function
        ],
        "printed": f"{words.instant(now, year=True)} {timezone.localtime(now):%Z}",
    }
