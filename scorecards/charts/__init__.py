"""The arithmetic of the pictures: values in, geometry out. Templates draw it as SVG with percent attributes and classes."""

from scorecards.charts.labels import Label, place, width_em
from scorecards.charts.owned import Owned, Piece, owned_row
from scorecards.charts.spark import Bars, Line, bars, line
from scorecards.charts.strip import Strip, Track, strip

__all__ = [
    "Bars",
    "Label",
    "Line",
    "Owned",
    "Piece",
    "Strip",
    "Track",
    "bars",
    "line",
    "owned_row",
    "place",
    "strip",
    "width_em",
]
