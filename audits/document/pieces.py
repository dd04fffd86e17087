"""The pieces of evidence that the document cites, numbered E1, E2 and so on."""

from dataclasses import dataclass, field

from audits.document.dates import moment
from audits.earlier import whose
from audits.findings import Finding
from audits.models import Row
from audits.questions import Choice
from audits.report import Report
from initiatives.models import Answer as HandoffAnswer
from initiatives.models import Handoff


@dataclass
class Pieces:
    """Numbers pieces in the order in which they are first cited."""

    report: Report
    found: list[dict[str, str]] = field(default_factory=list)

    def cite(self, finding: Finding, row: Row | None) -> list[str]:
        """The numbers of the pieces that a finding rests on."""
        numbers = (
            [self._number("the log", self._handoff(finding.handoff), f"/handoffs/{finding.handoff.pk}/")]
            if finding.handoff
            else []
        )
        if not finding.handoff:
            path = f"/deliverables/{finding.deliverable.pk}/"
            lines = [line for line in self.report.evidence if line.of == finding.key and line.question == "held"]
            for line in lines:
                at = f"/records/{line.record[0]}/{line.record[1]}/" if line.record else path
                numbers.append(self._number(line.source, f"{finding.deliverable}: {line.text}", at))
        for answer in self.report.earlier_of(finding.key):
            told = f"{finding.handoff}, {answer.get_question_display().lower()} {answer.in_words}"
            numbers.append(self._number(whose(answer), told, f"/audits/rows/{answer.row_id}/"))
        if row:
            answers = [answer for answer in self.report.answers if answer.row_id == row.pk and answer.choice != Choice.UNKNOWN]
            for answer in sorted(answers, key=lambda one: (one.at, one.pk)):
                path = f"/audits/rows/{row.pk}/"
                numbers.append(
                    self._number(answer.by.name, f"{row}, {answer.get_question_display().lower()} {answer.in_words}", path)
                )
        return list(dict.fromkeys(numbers))

    def _number(self, source: str, text: str, path: str) -> str:
        """The number of a piece, a new one where it was not cited before."""
        for piece in self.found:
            if (piece["source"], piece["text"]) == (source, text):
                return piece["number"]
        number = f"E{len(self.found) + 1}"
        self.found.append({"number": number, "source": source, "text": text, "path": path})
        return number

    def _handoff(self, handoff: Handoff) -> str:
        zone = self.report.zone
        text = f"{handoff}: {handoff.sender} offered it to {handoff.receiver} on {moment(handoff.offered, zone)}"
        text += f", to be answered by {moment(handoff.answer_by, zone)}"
        if handoff.answered and handoff.answered <= self.report.now and handoff.answer != HandoffAnswer.OPEN:
            return f"{text}; {handoff.answer} on {moment(handoff.answered, zone)}"
        return f"{text}; not answered"
