"""Connecting the company's systems: the sources file with this run's addresses, applied like any other."""

import os
from datetime import datetime
from io import StringIO
from pathlib import Path

import yaml
from django.core.management import call_command

from people.models import Person
from sample_company import places
from signals.models import Metric, Pull, Source
from signals.services import request_pull, sign_definition

SHIPPED = Path(__file__).parent / "sources.yaml"
TOKEN = "ARC_SAMPLE_TOKEN"  # noqa: S105 - the name of a variable
DISPUTED = {"qualified_leads_marketing": "sales", "qualified_leads_sales": "marketing"}


def rendered(addresses: dict[str, str], folder: str) -> dict:
    """The shipped sources file with the addresses at which the systems serve, and the folder of the exports."""
    content = yaml.safe_load(SHIPPED.read_text())
    for source in content["sources"]:
        if source["kind"] == "file":
            source["settings"]["folder"] = folder
        else:
            source["settings"]["base_url"] = addresses[source["name"].lower()]
    return content


def connect(state: places.State) -> None:
    """Write this run's sources file, and apply it by the ordinary command."""
    path = places.folder() / "sources.yaml"
    path.write_text(yaml.safe_dump(rendered(state.addresses, str(places.exports())), sort_keys=False, allow_unicode=True))
    os.environ[TOKEN] = state.token
    call_command("sources", "apply", str(path), stdout=StringIO())


def sign(people: dict[str, Person], at: datetime) -> None:
    """The heads sign each definition in force, but marketing and sales not each other's rule for a qualified lead."""
    heads = {person.heads_function(at): person for person in people.values() if person.heads_function(at)}
    for metric in Metric.objects.all():
        definition = metric.definitions.order_by("-version")[0]
        signed = set(definition.signatures.values_list("function", flat=True))
        for function in definition.signers():
            if function not in signed and DISPUTED.get(metric.key) != function:
                sign_definition(definition=definition, by=heads[function], at=at)


def ask_for_pulls(by: Person, at: datetime) -> None:
    """Queue the first pull of each source that was never pulled."""
    pulled = set(Pull.objects.values_list("source", flat=True))
    for source in Source.objects.exclude(pk__in=pulled):
        request_pull(source=source, by=by, at=at)
