"""The swimlane map: who held the arc, day by day. Pure: its rows in, a drawing out."""

from audits.map.geometry import Bar, Block, Label, Lane, Map, Mark, RowName, Tick
from audits.map.layout import Chart, Never, Part, Piece, draw

__all__ = ["Bar", "Block", "Chart", "Label", "Lane", "Map", "Mark", "Never", "Part", "Piece", "RowName", "Tick", "draw"]
