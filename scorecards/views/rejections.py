"""Where rejections come from: by reason, by pair of functions and by quarter, with the funnel."""

from django.utils import timezone
from django.views.decorators.http import require_safe

from revenue_arc import exports
from revenue_arc.pages import render_page
from scorecards import tables
from scorecards.quarters import Quarter, quarters_known
from scorecards.rejections import funnel, handoffs_turned_down, headline, over, ranked


@require_safe
def rejections(request):
    """Reasons by count or by value, of one quarter; what each step of the funnel lost, and why."""
    quarters = quarters_known(timezone.now())
    quarter = Quarter.named(request.GET.get("quarter", "")) or quarters[0]
    by = "value" if request.GET.get("by") == "value" else "count"
    pairs = handoffs_turned_down(quarter)
    busiest = sorted(pairs.items(), key=lambda pair: (-sum(tally.count for tally in pair[1]), pair[0]))
    handoffs = ranked(over(pairs), by)
    steps = [(step, ranked(step.lost, by)) for step in funnel(quarter)]
    if exports.wanted(request):
        return exports.csv_file(f"rejections-{quarter}", tables.REJECTIONS, _lines(quarter, busiest, steps))
    context = {
        "headline": headline(quarter, [step for step, _ in steps], pairs),
        "beside": [
            {"quarter": quarter, "steps": [step for step, _ in steps], "rejected": sum(tally.count for tally in handoffs)},
            *(_of(quarter.back(count)) for count in (1, 2, 3)),
        ],
        "quarter": quarter,
        "quarters": quarters,
        "by": by,
        "handoffs": handoffs,
        "pairs": [(sender, receiver, ranked(tallies, by)) for (sender, receiver), tallies in busiest],
        "steps": steps,
        "export": exports.offer(request),
    }
    return render_page(request, "scorecards/rejections.html", context)


def _of(quarter):
    """A quarter beside the one that is shown: its steps, and how many handoffs were turned down."""
    rejected = sum(tally.count for tally in over(handoffs_turned_down(quarter)))
    return {"quarter": quarter, "steps": funnel(quarter), "rejected": rejected}


def _lines(quarter, pairs, steps):
    """A line for each reason and currency, of handoffs by pair of functions and of the funnel by step."""
    of_pairs = [("Handoffs", sender, receiver, tally) for (sender, receiver), tallies in pairs for tally in tallies]
    of_steps = [(step.name, "", "", tally) for step, lost in steps for tally in lost]
    for where, sender, receiver, tally in of_pairs + of_steps:
        for currency, amount in tally.worth or [("", None)]:
            line = {"quarter": quarter, "where": where, "sender": sender, "receiver": receiver, "tally": tally}
            yield {**line, "amount": amount, "currency": currency}
