"""The launch-decision view as values: what each of its five bands says. Templates only draw it."""

from scorecards.screen.arc import Arc, arc_of
from scorecards.screen.heads import Head, heads_of
from scorecards.screen.screen import Screen, screen_of
from scorecards.screen.tiles import Tile, tile_of
from scorecards.screen.verdict import Item, VerdictBlock, verdict_of

__all__ = [
    "Arc",
    "Head",
    "Item",
    "Screen",
    "Tile",
    "VerdictBlock",
    "arc_of",
    "heads_of",
    "screen_of",
    "tile_of",
    "verdict_of",
]
