"""What the rows of initiatives come to: ownership, handoffs, cycle time. A fixed number of queries, whatever the rows."""

from initiatives.reports.cycle import CycleOfInitiative, cycle_of, cycles_of
from initiatives.reports.evidence import Piece, by_record, pieces_of, time_by_standing, unmatched, whom
from initiatives.reports.handoffs import HandoffFigures, figures_of
from initiatives.reports.ownership import (
    OwnershipOfDeliverable,
    OwnershipOfInitiative,
    ownership_of,
    ownership_of_initiative,
    ownership_of_initiatives,
)

__all__ = [
    "CycleOfInitiative",
    "HandoffFigures",
    "OwnershipOfDeliverable",
    "OwnershipOfInitiative",
    "Piece",
    "by_record",
    "cycle_of",
    "cycles_of",
    "figures_of",
    "ownership_of",
    "ownership_of_initiative",
    "ownership_of_initiatives",
    "pieces_of",
    "time_by_standing",
    "unmatched",
    "whom",
]
