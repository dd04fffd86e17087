"""The task list: the parts of the audit with how far each is, in words. Pure over a report."""

from dataclasses import dataclass

from django.urls import reverse

from audits.asking import Item, Status, register_rows, unread
from audits.models import Consent
from audits.questions import Section
from audits.report import Report
from revenue_arc import words


@dataclass(frozen=True)
class Task:
    """One line of the task list: its name, where it leads, its state (as in glyph.html) and the words for it."""

    name: str
    hint: str
    url: str
    state: str
    status: str


HINTS = {
    Section.ARC: "Which deliverables this launch needed; add what was missing",
    Section.WALK: "Deliverable by deliverable, with what the log says laid out first",
    Section.HANDOFFS: "What was promised, what arrived, what was missing",
    Section.MEASURES: "What each reported, and what its people were paid on",
    Section.CALENDARS: "Sprint, campaign, backlog, quota: where they clash",
}


def tasks_of(report: Report, items: list[Item]) -> list[Task]:
    """Every part in its order, up to the check of the answers."""
    pk = report.audit.pk
    tasks = []
    for section in Section:
        if section is Section.INTERVIEWS:
            tasks.append(_interviews(report))
        elif section is Section.CONFIRM:
            tasks.append(_confirm(report))
        else:
            part = [item for item in items if item.section is section]
            state, status = progress(part)
            url = reverse("audits:section", args=[pk, section.value])
            tasks.append(Task(section.label, HINTS[section], url, state, status))
    return tasks


def progress(items: list[Item]) -> tuple[str, str]:
    """The state of several questions: nothing to ask, not started, so many of so many, done."""
    if not items:
        return "plain", "Nothing to ask yet"
    answered = sum(item.status is not Status.OPEN for item in items)
    differ = sum(item.status is Status.DIFFER for item in items)
    if not answered:
        return "plain", f"Not started, {words.counted(len(items), 'question')}"
    if answered < len(items):
        return "run", f"{answered} of {len(items)} answered"
    return ("watch", f"Done; {words.counted(differ, 'answer differs', 'answers differ')}") if differ else ("go", "Done")


def _interviews(report: Report) -> Task:
    url = reverse("audits:interviews", args=[report.audit.pk])
    quotes = [quote for interview in report.interviews for quote in interview.quotes.all()]
    shown = sum(quote.consent == Consent.GIVEN for quote in quotes)
    status = f"{words.counted(len(report.held), 'interview')}, {words.counted(shown, 'quote')} with consent"
    if planned := len(report.interviews) - len(report.held):
        status += f", {planned} planned"
    state = "run" if report.interviews else "plain"
    return Task(Section.INTERVIEWS.label, "In their words, shown only with consent", url, state, status)


def _confirm(report: Report) -> Task:
    url = reverse("audits:section", args=[report.audit.pk, Section.CONFIRM.value])
    rows = register_rows(report)
    sides = sum(len(report.sides_of(row)) for row in rows)
    missing = sum(len(unread(report, row)) for row in rows)
    hint = "Each side confirms, corrects or disputes"
    if not sides:
        return Task(Section.CONFIRM.label, hint, url, "plain", "Nothing found yet")
    if not missing:
        return Task(Section.CONFIRM.label, hint, url, "go", "Both sides have read every row")
    return Task(Section.CONFIRM.label, hint, url, "run" if missing < sides else "plain", f"{sides - missing} of {sides} read")
