"""How fast the partition of ownership walks holdings: `python -m bench.ownership`.

The ratios are taken within one run: ten times as many holdings over a tenth of them (10 is linear), holdings that all
overlap over short ones, and the whole walk over merely sorting the same instants. Nothing is written.
"""

import random
import time
from datetime import UTC, datetime, timedelta

from initiatives.ownership import Hold, Interval, Offer, partition

START = datetime(2026, 1, 1, tzinfo=UTC)
YEAR = Interval(START, START + timedelta(days=365))
MINUTES = 365 * 24 * 60
MANY = 100_000


def history(number: int, longest: int = 10) -> tuple[list[Hold], list[Offer]]:
    """`number` holdings of two hundred people over a year, of up to `longest` minutes, and a tenth as many offers."""
    pick = random.Random(2026)
    holds = []
    for _ in range(number):
        start = START + timedelta(minutes=pick.randrange(MINUTES))
        holds.append(Hold(pick.randrange(200), start, start + timedelta(minutes=pick.randrange(1, longest))))
    offers = []
    for _ in range(number // 10):
        offered = START + timedelta(minutes=pick.randrange(MINUTES))
        answered = offered + timedelta(minutes=pick.randrange(1, 3000))
        offers.append(Offer(pick.randrange(200), offered, offered + timedelta(minutes=480), answered))
    return holds, offers


def seconds(act) -> float:
    """Processor seconds, the best of three: other work on the machine does not count."""
    times = []
    for _ in range(3):
        start = time.process_time()
        act()
        times.append(time.process_time() - start)
    return min(times)


def main() -> None:
    """Print the ratios."""
    holds, offers = history(MANY)
    few, long = history(MANY // 10), history(MANY, longest=MINUTES)
    whole = seconds(lambda: partition(YEAR, holds, offers, YEAR.end))
    tenth = seconds(lambda: partition(YEAR, *few, YEAR.end))
    overlapping = seconds(lambda: partition(YEAR, *long, YEAR.end))
    instants = [hold.start for hold in holds] + [hold.end for hold in holds]
    segments = len(partition(YEAR, holds, offers, YEAR.end))
    print(f"{MANY:,} holdings and {len(offers):,} offers: {whole:.2f} s, {segments:,} segments")
    print(f"over a tenth of them: {whole / tenth:.1f} times as long (10 is linear)")
    print(f"holdings that all overlap over short ones: {overlapping / whole:.1f}")
    print(f"over sorting their instants: {whole / seconds(lambda: sorted(instants)):.1f} times as long")


if __name__ == "__main__":
    main()
