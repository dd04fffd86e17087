"""Why a launch gets no credit for its cycle time, in sentences (rule 29)."""

from collections.abc import Iterable

from initiatives.models import Baseline, Deliverable, EndPointMove, Initiative
from initiatives.scope import scope_of, taken_out


def withheld_because(
    initiative: Initiative, baseline: Baseline | None, scope: Iterable[Deliverable], moves: Iterable[EndPointMove]
) -> list[str]:
    """The sentences that say why the credit is withheld; none where it is not."""
    if baseline is None:
        return ["No baseline was registered before the launch, so there is nothing to be under."]
    why = []
    if initiative.in_market_at and baseline.registered_at > initiative.in_market_at:
        why.append("The baseline was registered after the launch.")
    if gone := taken_out([*baseline.scope, *(initiative.scope or [])], scope_of(scope)):
        why.append(
            f"The scope shrank: {', '.join(gone)} {'was' if len(gone) == 1 else 'were'} taken out after it was registered."
        )
    why.extend(
        f"{move.get_end_point_display()} was moved from {move.was:%-d %b %Y} to {move.now:%-d %b %Y} by {move.by}: {move.why}"
        for move in moves
    )
    return why
