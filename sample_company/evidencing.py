"""The evidence of Atlas: which task stands for which deliverable, and who the sales system's names are."""

from collections.abc import Callable
from datetime import datetime

from initiatives.models import Deliverable, Initiative
from people.models import Person
from sample_company.launches.replay import HEADS
from sample_company.story.tasks import TASKS
from signals.models import Resource, Work, WorkLink
from signals.services import link_work, match_resource

STANDS_FOR = {1: "Positioning", 2: "Creative", 4: "Enablement", 5: "Lead routing"}
NOBODYS = "Queue Atlas Inbound"


def bring_evidence(people: dict[str, Person], now: Callable[[], datetime]) -> None:
    """Link the tasks, once they are pulled, and match whom the sales system names; the studio's agency is left to you."""
    atlas = Initiative.objects.get(slug="atlas")
    titles = {STANDS_FOR[task.number]: task.title for some in TASKS.values() for task in some if task.number in STANDS_FOR}
    for name, title in titles.items():
        deliverable = Deliverable.objects.get(initiative=atlas, name=name)
        work = Work.objects.present().filter(kind="task", title=title).first()
        if work and not WorkLink.objects.filter(deliverable=deliverable, work=work).exists():
            link_work(deliverable=deliverable, work=work, by=people[HEADS[deliverable.function]], at=now())
    for resource in Resource.objects.filter(state=Resource.State.UNKNOWN, decided_by=None):
        if resource.name in people:
            match_resource(resource=resource, person=people[resource.name], by=people[HEADS["sales"]], at=now())
        elif resource.name == NOBODYS:
            match_resource(resource=resource, person=None, by=people["Anita Rao"], at=now())
