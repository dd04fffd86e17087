"""How fast and how well names are compared: 100,000 accounts against 20,000 names, whole: `python -m bench.likeness`.

The accounts of one source and the names of another are read from the database, compared, and the suggestions written, in a
process of its own as the worker runs it; peak memory is that process's. Nine in ten of the names are accounts as another system
spells them (a legal form more or less, capitals, accents, signs, for three in ten a letter wrong), the rest belong to nobody.
Precision and recall are of the suggestions against that truth.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import time

from bench.database import bench_database

ACCOUNTS, NAMES, TRUE_SHARE, TYPOS = 100_000, 20_000, 0.9, 0.3
FIRST = "b c d f g h j k l m n p qu r s t v w z br cl dr fr gl kr pl st tr"
MIDDLE, LAST = "a e i o u ai ea ou", ", l, n, r, s, x, nd, rt, ck, m"
TRADES = (
    "Freight Mills Clinics Foods Robotics Textiles Energy Insurance Learning Packaging Optics Timber Ceramics Hotels Software"
    " Bikes Pharma Seeds Marine Studios Logistics Partners Systems Holding Capital Media Labs Motors Farms Dental Legal Travel"
)
LEGAL = ("", " Inc.", " Ltd", " GmbH", " LLC", " S.A.", " B.V.", ", Inc", " AG", " Oy")
ACCENTS = str.maketrans("aeou", "àéöü")


def word(pick: random.Random) -> str:
    """A word that nobody owns."""
    ends = LAST.split(", ")
    syllables = [
        pick.choice(FIRST.split()) + pick.choice(MIDDLE.split()) + pick.choice(ends) for _ in range(pick.randint(2, 3))
    ]
    return "".join(syllables).capitalize()


def company(pick: random.Random) -> str:
    """A company's name without its legal form."""
    return " ".join([word(pick), *([word(pick)] if pick.random() < 0.4 else []), pick.choice(TRADES.split())])


def respelled(pick: random.Random, name: str) -> str:
    """The name as another system has it."""
    if pick.random() < TYPOS:
        place = pick.randrange(len(name) // 2, len(name))
        name = name[:place] + pick.choice(("", pick.choice("aeinorst"), name[place] * 2)) + name[place + 1 :]
    change = pick.randrange(4)
    name = (name.upper(), name.lower().replace(" ", "-"), name.translate(ACCENTS), name)[change]
    return name + pick.choice(LEGAL)


def fill(pick: random.Random, accounts: int, names: int) -> set[tuple[int, int]]:
    """Write the parties of two sources; return the pairs that are one company."""
    from signals.loading.copying import copy, cursor
    from signals.models import Source

    known = list(dict.fromkeys(company(pick) for _ in range(2 * accounts)))[: accounts + names]
    crm, events = (Source.objects.create(name=name, kind="rest").pk for name in ("CRM", "Events"))
    rows = [(number, crm, f"a{number}", name + pick.choice(LEGAL)) for number, name in enumerate(known[:accounts], 1)]
    truth = set()
    owners = pick.sample(range(accounts), round(names * TRUE_SHARE))
    for place in range(names):
        number = accounts + place + 1
        owner = owners[place] if place < len(owners) else None
        name = respelled(pick, known[accounts + place] if owner is None else known[owner])
        rows.append((number, events, f"n{number}", name))
        if owner is not None:
            truth.add((owner + 1, number))
    columns = ["id", "source_id", "external_id", "name", "kind", "dimensions"]
    copy(cursor(), "signals_party", columns, ([*row, "account", {}] for row in rows))
    return truth


def compare() -> None:
    """Compare as the worker does; print seconds and megabytes."""
    import django

    django.setup()
    from django.utils import timezone

    from signals.suggesting import suggest_joins

    start = time.perf_counter()
    suggest_joins(at=timezone.now())
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)
    print(json.dumps({"seconds": seconds, "peak_mb": peak}))


def main() -> None:
    """Measure and keep the results."""
    parser = argparse.ArgumentParser()
    parser.add_argument("accounts", nargs="?", type=int, default=ACCOUNTS)
    parser.add_argument("names", nargs="?", type=int, default=NAMES)
    parser.add_argument("--compare", action="store_true", help="only compare, in the database that the environment names")
    asked = parser.parse_args()
    if asked.compare:
        compare()
        return
    with bench_database():
        from bench.results import record
        from signals.models import PartyLink

        truth = fill(random.Random(2026), asked.accounts, asked.names)
        done = subprocess.run([sys.executable, "-m", "bench.likeness", "--compare"], capture_output=True, text=True, check=True)
        result = json.loads(done.stdout.splitlines()[-1])
        suggested = set(PartyLink.objects.values_list("a_id", "b_id"))
        right = len(suggested & truth)
        precision, recall = right / len(suggested), right / len(truth)
        print(
            f"{asked.accounts:,} accounts against {asked.names:,} names: {result['seconds']:.1f} s, {result['peak_mb']:.0f} MB,"
            f" {len(suggested):,} suggested, precision {precision:.3f}, recall {recall:.3f}"
        )
        record("likeness_seconds", result["seconds"], target=10, unit="s")
        record("likeness_peak_mb", result["peak_mb"], target=300, unit="MB")
        record("likeness_precision", precision, target=0.9, unit="of the suggestions")
        record("likeness_recall", recall, target=0.9, unit="of the true pairs")


if __name__ == "__main__":
    main()
