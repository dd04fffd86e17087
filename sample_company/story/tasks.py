"""What stands for Atlas's deliverables in the studio's and in the sales system: tasks, and who held each of them when.

The studio names people by their addresses, the sales system by their names. Mostly they say what the console's own record says;
for three days the sales system has somebody else, and for five the studio names an agency that nobody has matched.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sample_company.story.creative import milliseconds
from sample_company.story.days import Days
from sample_company.story.record import Body, Record, record

LOCKED = -53
NOON = 12.0
STUDIO, CRM = "studio", "crm"


@dataclass(frozen=True)
class Task:
    """One task: its number and title, and from which day after the scope lock who held it."""

    number: int
    title: str
    held: tuple[tuple[int, str], ...]


TASKS: dict[str, tuple[Task, ...]] = {
    STUDIO: (
        Task(1, "Atlas positioning", ((2, "luis.ferreira@lumenharbor.example"), (16, "mei.tanaka@lumenharbor.example"))),
        Task(
            2,
            "Atlas creative, launch kit",
            (
                (15, "mei.tanaka@lumenharbor.example"),
                (26, "Brightline Studio"),
                (31, "mei.tanaka@lumenharbor.example"),
                (37, "tom.halvorsen@lumenharbor.example"),
            ),
        ),
        Task(3, "Rebrand, 31 assets", ((-20, "jonas.weber@lumenharbor.example"),)),
    ),
    CRM: (
        Task(4, "Atlas enablement", ((39, "Tom Halvorsen"), (46, "Grace Mbeki"), (49, "Tom Halvorsen"))),
        Task(5, "Atlas lead routing", ((7, "Queue Atlas Inbound"),)),
        Task(6, "Price book of next year", ((-10, "Elena Popova"),)),
    ),
}


def key_of(system: str, task: Task) -> str:
    """The id of a task in its system."""
    return f"tsk-{task.number:04d}" if system == STUDIO else f"00T{task.number:09d}"


def task_rows(days: Days, system: str) -> Iterator[Record]:
    """Each task, once for every holder it came to have."""
    for task in TASKS[system]:
        opened = days.at(LOCKED + task.held[0][0], NOON)
        for day, holder in task.held:
            at = days.at(LOCKED + day, NOON)
            key = key_of(system, task)
            body: Body = {"id": key, "title": task.title, "assignee": holder}
            body |= {"created": milliseconds(opened), "changed": milliseconds(at)}
            if system == CRM:
                body = {"Id": key, "Subject": task.title, "Owner": holder}
                body |= {"Created": opened.isoformat(), "LastModified": at.isoformat()}
            yield record(key, at, body)


def task_history(days: Days, system: str) -> Iterator[Record]:
    """Each change of holder, the first one from nobody."""
    for task in TASKS[system]:
        before = ""
        for place, (day, holder) in enumerate(task.held):
            at = days.at(LOCKED + day, NOON)
            key = f"{key_of(system, task)}-{place}"
            body: Body = {"id": key, "task": key_of(system, task), "from": before, "to": holder, "changed": milliseconds(at)}
            if system == CRM:
                body = {"Id": key, "TaskId": key_of(system, task), "Field": "Owner", "OldValue": before, "NewValue": holder}
                body |= {"LastModified": at.isoformat()}
            yield record(key, at, body)
            before = holder
