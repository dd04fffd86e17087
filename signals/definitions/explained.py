"""A definition as one sentence that a sales head understands."""

from signals.definitions.parts import Filters, Moment, Selection, Term
from signals.definitions.spec import Cohort, CycleTime, Duration, Leakage, Ranked, Ratio, Spec, Tally

INSTANTS = {"opened": "opened", "closed": "closed", "due": "due"}
BECAME = {"status": "became", "holder": "went to", "contact": "were contacted", "comment": "were commented on"}
BECOMES = {"status": "becomes", "holder": "goes to", "contact": "is contacted", "comment": "is commented on"}
ELSE = {"status": " something else", "holder": " somebody"}
PLURALS = {"opportunity": "opportunities", "activity": "activities", "company": "companies"}


def explain(spec: Spec) -> str:
    """What the definition computes, in one sentence."""
    match spec:
        case Tally():
            return f"{_tally(spec)}{_window(spec.window, spec.what)}."
        case Ranked():
            return f"How many {_things(spec.what)}, ranked by {_words(spec.rank_by)}{_window(spec.window, spec.what)}."
        case Ratio():
            over = ", divided by " if len(spec.numerator) + len(spec.denominator) > 2 else " over "
            return _capital(f"{_terms(spec.numerator)}{over}{_terms(spec.denominator)}, in {_stretch(spec.window)}.")
        case Duration():
            return _duration(spec)
        case Cohort():
            young = f", leaving out the newest {spec.settle_days} days" if spec.settle_days else ""
            return (
                f"Of the {_narrowed(plural(spec.work), spec)} {_entered(spec.enters)} in {_stretch(spec.window)}{young}, "
                f"the share that {_reached(spec.reaches)}."
            )
        case Leakage():
            steps = _either([f"{step.name} ({step.benchmark * 100:.0f}%)" for step in spec.steps], "and")
            things = _narrowed(plural(spec.work), spec)
            return (
                f"For {things} in {_stretch(spec.window)}, what comes in at each step times (the share that should get through "
                f"less the share that does), summed over {steps}."
            )
        case CycleTime(measure="slippage_cost"):
            return "What the avoidable days of this launch cost: avoidable days times planned revenue per day."
        case CycleTime():
            return "Days from scope lock to market of this launch, beside the launches before it."


def explain_selection(what: Selection) -> str:
    """What one side of a definition selects, in a few words."""
    return _term(what) if isinstance(what, Term) else _things(what)


def plural(kind: str) -> str:
    """More than one of that kind of work."""
    return PLURALS.get(kind, f"{_words(kind)}s")


def _tally(spec: Tally) -> str:
    things = _things(spec.what)
    return {
        "count": f"How many {things}",
        "distinct": f"How many different customers with {things}",
        "sum": f"The sum of {_valued(spec.what)}",
        "first": f"The level of {things} at the start",
        "last": f"The level of {things} at the end",
        "average": f"The average of {_valued(spec.what)}",
        "median": f"The middle value (median) of {_valued(spec.what)}",
        "p90": f"The value that nine in ten stay within, of {_valued(spec.what)}",
    }[spec.kind]


def _terms(terms: list[Term]) -> str:
    text = ""
    for term in terms:
        joint = (" minus " if term.sign == "minus" else " plus ") if text else ("minus " if term.sign == "minus" else "")
        text += joint + _term(term)
    return text


def _term(term: Term) -> str:
    things = _things(term)
    return {
        "count": f"the number of {things}",
        "sum": f"the sum of {_valued(term)}",
        "first": f"{things} at the start",
        "last": f"{things} at the end",
        "distinct": f"the customers with {things}",
    }[term.measure]


def _things(what: Selection) -> str:
    if what.called:
        return what.called
    if what.signals:
        return _narrowed(_either([f"“{_words(key)}”" for key in what.signals], "and"), what)
    if what.events:
        return f"{_narrowed(plural(what.work or ''), what)} that {_happened(what.events, what.to, BECAME)}"
    if what.by == "open":
        return f"open {_narrowed(plural(what.work or ''), what)}"
    states = f"{_either(what.category)} " if what.category else ""
    verb = "that closed" if what.by == "closed" else "that were " + INSTANTS[what.by or "opened"]
    return f"{states}{_narrowed(plural(what.work or ''), what)} {verb}"


def _valued(what: Selection) -> str:
    return _things(what) if what.signals else f"the amounts of {_things(what)}"


def _narrowed(noun: str, filters: Filters) -> str:
    words = [f"{_words(name)} {_either(values)}" for name, values in filters.all_dimensions().items()]
    if filters.status:
        words.append(f"status {_either(filters.status)}")
    owner = f" of {filters.function}" if filters.function else ""
    return f"{noun}{owner}" + (f" ({', '.join(words)})" if words else "")


def _duration(spec: Duration) -> str:
    clock = "working time" if spec.clock == "working" else "time"
    of = f"{_either(spec.category)} {spec.work}" if spec.category else _words(spec.work)
    waits = f"; a {_words(spec.work)} that still waits counts with its wait so far" if spec.unfinished == "so_far" else ""
    when = "started" if spec.counted_by == "start" else "ended"
    noun = _narrowed(("an " if of[0] in "aeiou" else "a ") + of, spec)
    return (
        f"The middle (median) {clock} from when {noun} {_moment(spec.start)} to {_until(spec.end)}, "
        f"for those that {when} in {_stretch(spec.window)}{waits}."
    )


def _moment(moment: Moment) -> str:
    if moment.field:
        return {"opened": "is opened", "closed": "is closed", "due": "is due"}[moment.field]
    return _happened(moment.event or "", moment.to, BECOMES)


def _happened(event: str, to: list[str] | None, verbs: dict[str, str]) -> str:
    verb = verbs.get(event, f"had a “{_words(event)}” of" if verbs is BECAME else f"has a “{_words(event)}” of")
    return verb + (f" {_either(to)}" if to else ELSE.get(event, "")) if event in verbs or to else verb.removesuffix(" of")


def _until(moment: Moment) -> str:
    if moment.signal:
        return f"its customer's first {moment.called or f'“{_words(moment.signal)}”'}"
    if moment.event in ("contact", "comment"):
        return f"its first {moment.event}{' by a person' if moment.by_person else ''}"
    return f"when it {_moment(moment)}"


def _entered(moment: Moment) -> str:
    if moment.field:
        return f"that were {moment.field}"
    return f"that {_happened(moment.event or '', moment.to, BECAME)}"


def _reached(moment: Moment) -> str:
    if moment.signal:
        return f"had a “{_words(moment.signal)}” of the customer afterwards"
    return {"closed": "have since been closed", "opened": "have since been opened", "due": "have since come due"}.get(
        moment.field or "", f"since {_happened(moment.event or '', moment.to, BECAME)}"
    )


def _window(window, what: Selection) -> str:
    return f", at the end of {_stretch(window)}" if what.by == "open" else f", in {_stretch(window)}"


def _stretch(window) -> str:
    return (
        str(window)
        if window.unit == "quarter" and window.count
        else ("this quarter to date" if window.unit == "quarter" else f"the last {window}")
    )


def _words(key: str) -> str:
    return key.replace(".", " ").replace("_", " ")


def _either(values: list[str], joint: str = "or") -> str:
    return values[0] if len(values) == 1 else f"{', '.join(values[:-1])} {joint} {values[-1]}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
