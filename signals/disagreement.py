"""Where two rules for one thing disagree: which records each counts, what differs, and which part of a rule explains how much.

What one rule counts, less what it alone counts, plus what the other alone counts, plus the differences in value of what both
count, is what the other counts. Exactly, whatever the records.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal

from signals.definitions import Cohort, CycleTime, Duration, Leakage, Ratio, Selection, Spec, explain_selection, parse_spec
from signals.evaluation import Counted, Scope, Step, counted, is_of_work, left_out_at, level_window, unresolved
from signals.freshness import freshness_of
from signals.models import Definition
from signals.readings import weeks
from signals.wording import signed

Pairs = list[tuple[str, "Side", "Side"]]


@dataclass(frozen=True)
class Side:
    """One selection of one rule: what it selects, how it is measured, over which window and sources."""

    selection: Selection
    measure: str
    window: tuple[date, date]
    scope: Scope

    @property
    def sentence(self) -> str:
        """What it selects, in a few words."""
        return explain_selection(self.selection)


@dataclass(frozen=True)
class Group:
    """Things that one rule counts and the other leaves out at one of its parts."""

    first: bool
    part: str
    words: str
    value: Decimal
    things: Sequence[Counted]

    @property
    def change(self) -> Decimal:
        """What it takes on the way from the first rule's number to the second's."""
        return -self.value if self.first else self.value


@dataclass(frozen=True)
class Line:
    """One thing as a list shows it: who counts it, why the other rule does not, and its two values."""

    counted_by: str
    why_not: str
    item: Counted
    other: Counted | None = None

    @property
    def values(self) -> tuple[Decimal | None, Decimal | None]:
        """Its value under the first and under the second rule; None where a rule does not count it."""
        second = self.other.value if self.other else (self.item.value if self.counted_by == "second" else None)
        return (None if self.counted_by == "second" else self.item.value), second


@dataclass(frozen=True)
class Comparison:
    """Two rules over the same records."""

    mine: Decimal
    theirs: Decimal
    both: Sequence[tuple[Counted, Counted]]
    groups: Sequence[Group]
    by_work: bool = True

    @property
    def valued_differently(self) -> list[tuple[Counted, Counted]]:
        """What both count, at two values."""
        return [(one, other) for one, other in self.both if one.value != other.value]

    @property
    def value_change(self) -> Decimal:
        """What the two values of what both count come to, on the way from the first number to the second."""
        return sum((other.value - one.value for one, other in self.both), Decimal(0))

    def only(self, first: bool) -> list[Group]:
        """What one of the two counts alone, the largest first."""
        return [group for group in self.groups if group.first == first]

    def segments(self) -> list[dict]:
        """How many things only the first counts, both, only the second: `who`, `count`, place `x` and width `w` in percent."""
        alone = [sum(len(group.things) for group in self.only(first)) for first in (True, False)]
        counts = [("first", alone[0]), ("both", len(self.both)), ("second", alone[1])]
        whole, x, drawn = sum(count for _, count in counts) or 1, 0.0, []
        for who, count in counts:
            drawn.append({"who": who, "count": count, "x": round(x, 2), "w": round(100 * count / whole, 2)})
            x += 100 * count / whole
        return drawn

    def lines(self) -> list["Line"]:
        """Everything that either rule counts, what only one of them counts first, with why the other does not."""
        alone = [
            Line("first" if group.first else "second", group.words, item) for group in self.groups for item in group.things
        ]
        return [*alone, *(Line("both", "", one, other) for one, other in self.both)]

    def comparable(self, unnamed: tuple[int, int]) -> bool:
        """Whether something can be compared: no side has only records that name nothing."""
        things = [sum(group.first is first for group in self.groups) + len(self.both) for first in (True, False)]
        return all(known or not number for known, number in zip(things, unnamed, strict=True))

    def bridge(self) -> list[dict]:
        """From the first number to the second: each part with its `change` and the number `after` it."""
        at, steps = self.mine, []
        changes = [(group, group.change) for group in self.groups]
        for group, change in [*changes, *([(None, self.value_change)] if self.value_change else [])]:
            at += change
            steps.append({"group": group, "change": change, "shown": signed(change), "after": at})
        return steps


@dataclass
class Disagreement:
    """Two definitions of one thing and, where their kinds allow it, the comparison of one of their parts."""

    names: list[str] = field(default_factory=list)
    chosen: int = 0
    comparison: Comparison | None = None
    sides: tuple[Side, Side] | None = None
    as_of: datetime | None = None
    why_not: str = ""


def disagreement(first: Definition, second: Definition, now: datetime, chosen: int = 0) -> Disagreement:
    """Compare two definitions over the records known to both. Never raises for rules that cannot be compared: it says why."""
    specs = parse_spec(first.spec), parse_spec(second.spec)
    fresh = freshness_of({*first.sources.all(), *second.sources.all()}, None, now)
    if (first.unit, first.currency) != (second.unit, second.currency):
        return Disagreement(as_of=fresh.as_of, why_not="The two are measured in different units, so that they do not compare.")
    if fresh.as_of is None:
        return Disagreement(why_not=f"{' and '.join(fresh.missing) or 'Its source'} was never pulled.")
    pairs = _pairs(specs, [tuple(each.sources.all()) for each in (first, second)], fresh.as_of)
    if not pairs:
        return Disagreement(
            as_of=fresh.as_of, why_not="The two rules are of different kinds, so that their records do not compare."
        )
    chosen = min(chosen, len(pairs) - 1)
    _, mine, theirs = pairs[chosen]
    comparison, unnamed = _run(mine, theirs)
    found = Disagreement([name for name, _, _ in pairs], chosen, comparison, (mine, theirs), fresh.as_of)
    if any(unnamed):
        found.why_not = _not_compared((first, second), unnamed, "work" if comparison.by_work else "customer")
        found.comparison = comparison if comparison.comparable(unnamed) else None
    return found


def _not_compared(rules: tuple[Definition, Definition], unnamed: tuple[int, int], thing: str) -> str:
    """Unknown is not zero: what names no customer, or no work, is told and not left out in silence."""
    told = [
        f"{number:,} record{'s' if number > 1 else ''} of {rule.metric.name}"
        for rule, number in zip(rules, unnamed, strict=True)
        if number
    ]
    return f"{' and '.join(told)} name no {thing}: whether the other rule counts them cannot be compared."


def _pairs(specs: tuple[Spec, Spec], sources: list, as_of: datetime) -> Pairs:
    """The selections to compare, by the name of the part: the whole of two tallies, each side of two ratios."""
    sides = [_sides(spec, Scope(known), as_of) for spec, known in zip(specs, sources, strict=True)]
    return [(name, side, sides[1][name]) for name, side in sides[0].items() if name in sides[1]]


def _sides(spec: Spec, scope: Scope, as_of: datetime) -> dict[str, Side]:
    if isinstance(spec, CycleTime | Duration | Cohort | Leakage):
        return {}
    end = weeks(as_of, as_of)[-1][1] or as_of.astimezone(UTC).date()
    window = spec.window.bounds(end)
    if isinstance(spec, Ratio):
        terms = [(f"Numerator {n}", term) for n, term in enumerate(spec.numerator, 1)]
        terms += [(f"Denominator {n}", term) for n, term in enumerate(spec.denominator, 1)]
        return {name: Side(term, term.measure, level_window(term, term.measure, window, scope), scope) for name, term in terms}
    measure = "count" if spec.kind in ("count", "ranked") else spec.kind
    window = level_window(spec.what, measure, window, scope)
    return {"Records": Side(spec.what, "sum" if measure not in ("count", "distinct") else measure, window, scope)}


def _run(mine: Side, theirs: Side) -> tuple[Comparison, tuple[int, int]]:
    """What each side counts, and how many records of each name nothing that could be compared."""
    sides = (mine, theirs)
    by_work = "distinct" not in (mine.measure, theirs.measure) and all(is_of_work(s.selection, s.scope) for s in sides)
    found = [counted(s.selection, s.measure, s.scope, s.window, by_work=by_work) for s in sides]
    known = [{item.thing for item in items} for items in found]
    missing = [sorted(known[1] - known[0]), sorted(known[0] - known[1])]
    why = [
        left_out_at(s.selection, s.scope, s.window, things, by_work=by_work) for s, things in zip(sides, missing, strict=True)
    ]
    unnamed = tuple(unresolved(side.selection, side.scope, side.window, by_work=by_work) for side in sides)
    return compared(*found, left_out_by_first=why[0], left_out_by_second=why[1], by_work=by_work), (unnamed[0], unnamed[1])


def compared(
    mine: Sequence[Counted],
    theirs: Sequence[Counted],
    *,
    left_out_by_first: Mapping[int, Step],
    left_out_by_second: Mapping[int, Step],
    by_work: bool = True,
) -> Comparison:
    """Two lists of counted things, with the step at which each rule leaves out what only the other counts."""
    ours, others = {item.thing: item for item in mine}, {item.thing: item for item in theirs}
    both = [(item, others[item.thing]) for item in mine if item.thing in others]
    alone = [
        *_grouped([item for item in mine if item.thing not in others], left_out_by_second, first=True),
        *_grouped([item for item in theirs if item.thing not in ours], left_out_by_first, first=False),
    ]
    totals = [sum((item.value for item in items), Decimal(0)) for items in (mine, theirs)]
    return Comparison(totals[0], totals[1], both, alone, by_work)


def _grouped(alone: Sequence[Counted], why: Mapping[int, Step], *, first: bool) -> list[Group]:
    groups: dict[tuple[str, str], list[Counted]] = {}
    for item in alone:
        step = why[item.thing]
        groups.setdefault((step.part, step.words), []).append(item)
    made = [
        Group(first, part, words, sum((item.value for item in things), Decimal(0)), things)
        for (part, words), things in groups.items()
    ]
    return sorted(made, key=lambda group: (-abs(group.value), group.part))
