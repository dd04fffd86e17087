"""The headline, written from the numbers. Pure."""

from decimal import Decimal

from audits.tally import Tally
from initiatives.ownership import short

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def in_words(number: int) -> str:
    """One to twelve in words, larger ones in digits."""
    return NUMBERS[number] if number < len(NUMBERS) else str(number)


def headline(tally: Tally) -> list[str]:
    """What was found, in one or two sentences."""
    sentences = [_moves(tally), _never(tally)]
    if not tally.moves and not tally.gaps and tally.never:
        sentences = [_never(tally)]
    if tally.contested and len(sentences) < 3:
        n = tally.contested
        sentences.append(f"{in_words(n).capitalize()} {'row is' if n == 1 else 'rows are'} contested.")
    return [sentence for sentence in sentences if sentence]


def _moves(tally: Tally) -> str:
    moves, dark = tally.moves, tally.went_dark
    if not moves:
        if not tally.gaps:
            return "Nothing went dark." if not tally.contested else ""
        return f"{_gaps(tally.gaps)} went dark, and nothing was handed over."
    if not dark:
        every = "The one handoff was" if moves == 1 else f"{_every(moves)} handoffs were"
        return f"{every} accepted in time{_but(tally.gaps)}."
    if dark == moves:
        every = "The one handoff" if moves == 1 else f"{_every(moves)} handoffs"
        return f"{every} went dark{_and(tally.gaps)}."
    return f"{in_words(dark).capitalize()} of {in_words(moves)} handoffs went dark{_and(tally.gaps)}."


def _every(number: int) -> str:
    return "Both" if number == 2 else f"All {in_words(number)}"


def _gaps(number: int) -> str:
    return "One job" if number == 1 else f"{in_words(number).capitalize()} times a job"


def _and(gaps: int) -> str:
    return f", and {in_words(gaps)} {'gap' if gaps == 1 else 'gaps'} had no handoff" if gaps else ""


def _but(gaps: int) -> str:
    return f", but {in_words(gaps)} {'gap' if gaps == 1 else 'gaps'} had no holder" if gaps else ""


def _never(tally: Tally) -> str:
    number = len(tally.never)
    if not number:
        return "Every job had an owner at some time."
    return f"{in_words(number).capitalize()} {'job' if number == 1 else 'jobs'} never had an owner."


def lead_sentence(
    name: str, *, dark: Decimal, earlier: Decimal, actual: Decimal | None, target: Decimal | None, live: bool
) -> str:
    """What it cost, in a sentence that names its assumption; days with one decimal, None where there is nothing to say.

    `dark` and `earlier` are the dark days on the critical path, and by how much they made the launch later.
    """
    if actual is None:
        return f"The scope of {name} is not locked yet, so the dark days cannot be held against a date."
    if not earlier:
        verb = "reaches" if live else "reached"
        return f"No dark day lay on the critical path: {name} {verb} the market when it would have anyway."
    without = actual - earlier
    verb, assumed = ("reaches", "as long as planned") if live else ("would have reached", "as long as it did")
    against = _against(without, actual, target)
    return (
        f"Take out the {short(dark)} dark {'day' if dark == 1 else 'days'} on the critical path and {name} {verb} the market "
        f"{short(without)} days after scope lock instead of {short(actual)}{against}, if everything else takes {assumed}."
    )


def _against(without: Decimal, actual: Decimal, target: Decimal | None) -> str:
    if target is None:
        return ""
    if without <= target < actual:
        return f", inside the {short(target)} day target"
    return f"; the target is {short(target)}"
