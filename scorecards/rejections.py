"""Where rejections come from: handoffs, leads and deals that were turned down, by reason, by pair of functions, by quarter.

Reasons that were merged count as the one they went into. Amounts are never added across currencies; what names none is not 0.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Sum

from initiatives.models import Answer, Handoff, HandoffItem, Reason, ReasonKind
from people.models import Function, Person
from revenue_arc import words
from scorecards.quarters import Quarter
from signals.models import Work
from signals.models.work import StatusCategory

Amounts = dict[str, Decimal]


@dataclass
class Tally:
    """What was turned down for one reason: how many, what it was worth by currency, its share (%) of the first in a ranking."""

    word: str
    count: int = 0
    share: int = 0
    amounts: Amounts = field(default_factory=lambda: defaultdict(Decimal))

    def add(self, count: int, amount: Decimal | None, currency: str) -> None:
        """Count more of it."""
        self.count += count
        if amount is not None and currency:
            self.amounts[currency] += amount

    @property
    def worth(self) -> list[tuple[str, Decimal]]:
        """The amounts, the largest first; empty where nothing names one."""
        return sorted(self.amounts.items(), key=lambda each: -each[1])


def in_brackets(worth: list[tuple[str, Decimal]]) -> str:
    """Amounts as words go on with them: “ (1,500 EUR)”; blank where there is none."""
    return f" ({', '.join(f'{amount:,.0f} {currency}' for currency, amount in worth)})" if worth else ""


@dataclass(frozen=True)
class Step:
    """One step of the funnel: what entered it, what went on, what was lost by reason, what is open yet."""

    name: str
    entered: int
    entered_worth: list[tuple[str, Decimal]]
    went_on: int
    open: int
    lost: list[Tally]

    @property
    def said(self) -> str:
        """How many came in, and what it was worth."""
        return f"{self.entered:,} came in{in_brackets(self.entered_worth)}"

    @property
    def lost_said(self) -> str:
        """How many were lost, and what that was worth."""
        return f"{self.lost_count:,} lost{in_brackets(self.lost_worth)}"

    @property
    def lost_count(self) -> int:
        """How many were turned down at this step."""
        return sum(tally.count for tally in self.lost)

    @property
    def lost_worth(self) -> list[tuple[str, Decimal]]:
        """What was lost at this step, by currency."""
        total = Tally("")
        for tally in self.lost:
            for currency, amount in tally.worth:
                total.add(0, amount, currency)
        return total.worth


def ranked(tallies: Iterable[Tally], by: str) -> list[Tally]:
    """By count, or by value in the currency that has the most of it; ties by the other. Each with its share of the first."""
    tallies = list(tallies)
    main = Counter(currency for tally in tallies for currency, _ in tally.worth).most_common(1)
    worth = (lambda tally: tally.amounts.get(main[0][0], Decimal())) if main else (lambda tally: Decimal())
    keys = (worth, lambda tally: tally.count) if by == "value" else (lambda tally: tally.count, worth)
    first = max((keys[0](tally) for tally in tallies), default=0)
    for tally in tallies:
        tally.share = round(100 * keys[0](tally) / first) if first else 0
    return sorted(tallies, key=lambda tally: (*(-key(tally) for key in keys), tally.word))


def handoffs_turned_down(quarter: Quarter) -> dict[tuple[str, str], list[Tally]]:
    """By pair of functions (sender's, receiver's, at the offer), the reasons of handoffs that were answered in the quarter.

    A batch with items counts each rejected item by its own reason and amount; any other handoff counts once.
    """
    answered = {"answered_at__gte": quarter.starts, "answered_at__lt": quarter.next.starts}
    rejected = Handoff.objects.filter(answer=Answer.REJECTED, **answered).with_people()
    pairs: dict[tuple[str, str], dict[str, Tally]] = defaultdict(dict)
    items = _items_of(rejected)
    for handoff in rejected:
        pair = _side(handoff.sender, handoff.offered_at), _side(handoff.receiver, handoff.offered_at)
        whole = handoff.part_of_id or handoff.pk
        for reason, amount, currency in items.get(whole, [(handoff.reason, None, "")]):
            word = str(reason.counts_as)
            pairs[pair].setdefault(word, Tally(word)).add(1, amount, currency)
    return {pair: list(tallies.values()) for pair, tallies in pairs.items()}


def _items_of(rejected: Iterable[Handoff]) -> dict[int, list[tuple[Reason, Decimal | None, str]]]:
    """The rejected items by the handoff that they were offered with."""
    wholes = [handoff.part_of_id or handoff.pk for handoff in rejected]
    found: dict[int, list[tuple[Reason, Decimal | None, str]]] = defaultdict(list)
    rows = HandoffItem.objects.filter(handoff__in=wholes, answer=Answer.REJECTED).select_related("reason__merged_into")
    for item in rows:
        if item.reason:
            found[item.handoff_id].append((item.reason, item.amount, item.currency))
    return found


def _side(person: Person, at: datetime) -> str:
    function = next((seat.function for seat in person.seats.all() if seat.function and at in seat.period), "")
    return Function(function).label if function else "No function"


def over(pairs: dict[tuple[str, str], list[Tally]]) -> list[Tally]:
    """The tallies of all pairs as one."""
    total: dict[str, Tally] = {}
    for tallies in pairs.values():
        for tally in tallies:
            whole = total.setdefault(tally.word, Tally(tally.word))
            whole.add(tally.count, None, "")
            for currency, amount in tally.worth:
                whole.add(0, amount, currency)
    return list(total.values())


def funnel(quarter: Quarter) -> list[Step]:
    """Leads, then deals, that were opened in the quarter: what went on, and what was lost at each step by reason.

    Of leads that a later system tells on, the later record counts; a system that never decides about leads is left out.
    """
    deciding = Work.objects.filter(kind="lead", status_category__in=["accepted", "rejected"]).values("source").distinct()
    leads = Work.objects.filter(kind="lead", source__in=deciding).exclude(outcomes__kind="lead")
    deals = Work.objects.filter(kind__in=["opportunity", "deal"])
    return [
        _step("Leads", ReasonKind.LEAD, leads, quarter, on=[StatusCategory.ACCEPTED, StatusCategory.WON, StatusCategory.DONE]),
        _step("Deals", ReasonKind.DEAL, deals, quarter, on=[StatusCategory.WON]),
    ]


def _step(name: str, kind: str, work, quarter: Quarter, on: list[str]) -> Step:
    lost_as = [StatusCategory.REJECTED, StatusCategory.LOST, StatusCategory.DROPPED]
    opened = work.present().filter(opened_at__gte=quarter.starts, opened_at__lt=quarter.next.starts)
    rows = opened.order_by().values_list("status_category", "reason", "currency").annotate(Count("pk"), Sum("amount"))
    known = {
        word.lower(): str(reason.counts_as)
        for reason in Reason.objects.filter(kind=kind).select_related("merged_into")
        for word in (reason.code, reason.label)
    }
    counts, entered, lost = Counter[str](), Tally(""), dict[str, Tally]()
    for category, reason, currency, count, amount in rows:
        entered.add(count, amount, currency)
        if category in lost_as:
            word = known.get(reason.lower(), reason) or "No reason given"
            lost.setdefault(word, Tally(word)).add(count, amount, currency)
        counts["on" if category in on else "lost" if category in lost_as else "open"] += count
    return Step(name, entered.count, entered.worth, counts["on"], counts["open"], list(lost.values()))


def headline(quarter: Quarter, steps: Iterable[Step], pairs: dict[tuple[str, str], list[Tally]]) -> str:
    """What a quarter lost, in sentences: of leads, of deals, of handoffs, and where most handoffs were turned down."""
    lost = [
        f"{step.lost_count:,} of {step.entered:,} {step.name.lower()}{in_brackets(step.lost_worth)}"
        for step in steps
        if step.lost_count
    ]
    said = [f"{words.listed(lost)} were lost in {quarter}."] if lost else []
    count = {pair: sum(tally.count for tally in tallies) for pair, tallies in pairs.items()}
    if not count:
        return " ".join([*said, f"No handoff was rejected in {quarter}."])
    most = [f"{sender} to {receiver}" for (sender, receiver), number in sorted(count.items()) if number == max(count.values())]
    where = f"most from {most[0]}" if len(most) == 1 and len(count) > 1 else f"from {words.listed(most)}"
    total = sum(count.values())
    return " ".join([*said, f"{words.counted(total, 'rejection')} of handoffs, {where}."])
