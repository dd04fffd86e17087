"""What an earlier audit of the same initiative learnt of a handoff: nothing is asked twice."""

from collections import defaultdict

from audits.evidence import Prefilled
from audits.models import Answer, Audit
from audits.questions import Choice, Question

ONCE = (Question.PROMISED, Question.ARRIVED, Question.MISSING)
Key = tuple[int, int | None]


def earlier_answers(audit: Audit) -> dict[tuple[Question, Key], list[Answer]]:
    """What was answered of each handoff in the audits before this one, the latest first; two queries.

    What arrived and what was missing stands only if the handoff was answered by then: before that, more may have come.
    """
    told = Answer.objects.filter(audit__initiative=audit.initiative_id, audit__starts_on__lt=audit.starts_on)
    told = told.filter(question__in=ONCE, row__handoff__isnull=False).exclude(choice=Choice.UNKNOWN)
    found: dict[tuple[Question, Key], list[Answer]] = defaultdict(list)
    for answer in told.latest_first().select_related("audit", "by", "holder", "row__handoff"):
        answered = answer.row.handoff.answered
        if answer.question == Question.PROMISED or (answered and answered <= answer.at):
            found[Question(answer.question), answer.row.key].append(answer)
    return dict(found)


def lines_of(answers: dict[tuple[Question, Key], list[Answer]]) -> list[Prefilled]:
    """The same as evidence, each line with whose word it is and in which audit."""
    return [
        Prefilled(key, question, answer.in_words, whose(answer)) for (question, key), told in answers.items() for answer in told
    ]


def whose(answer: Answer) -> str:
    """`Ana Ruiz, in the audit from 6 Nov 2026`."""
    return f"{answer.by}, in the audit from {answer.audit.starts_on:%-d %b %Y}"
