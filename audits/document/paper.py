"""The document on paper: a tagged PDF in A4 or US Letter, and the map as a picture."""

from collections.abc import Mapping
from dataclasses import replace
from math import ceil
from typing import Any

from django.conf import settings

from audits.document.dates import moment
from audits.document.drawing import chart_of
from audits.map import Chart, draw
from audits.map.svg import WIDTH, svg_of
from audits.models import Document
from revenue_arc.typesetting import typeset

FOLDER = settings.BASE_DIR / "templates" / "audits"
PAPERS = {"a4": "a4", "letter": "us-letter"}
ROWS_A_PAGE = 16
FIRST_PAGE = 640


def pdf_of(document: Document, paper: str = "a4") -> bytes:
    """A frozen document as a tagged PDF; the same document gives the same words on every paper."""
    return typeset(FOLDER / "document.typ", data_of(document, paper), document.frozen_at)


def map_png(document: Document) -> bytes:
    """The whole map as one picture."""
    drawn = draw(chart_of(document.content["map"]))
    data = {"svg": svg_of(drawn), "height": drawn.height}
    return typeset(FOLDER / "map.typ", data, document.frozen_at, form="png", dots_per_inch=200)


def data_of(document: Document, paper: str) -> dict[str, Any]:
    """What the typst source reads."""
    content = document.content
    charts = parts_of(chart_of(content["map"]))
    drawings = [draw(chart) for chart in charts]
    return {
        **content,
        "paper": PAPERS.get(paper, "a4"),
        "drawings": [{"svg": svg_of(drawn), "ratio": drawn.height / WIDTH} for drawn in drawings],
        "fits_first_page": len(charts) == 1 and drawings[0].height <= FIRST_PAGE,
        "kick": kick(document),
        "foot": foot(document),
        "date": [document.frozen_at.year, document.frozen_at.month, document.frozen_at.day],
    }


def parts_of(chart: Chart) -> list[Chart]:
    """The chart in parts that fit a page each, as even as can be; rows stay in order, never owned comes last."""
    order = {"product": 0, "marketing": 1, "creative": 2, "sales": 3}
    pieces = sorted(chart.pieces, key=lambda piece: order.get(piece.function, 4))
    if len(pieces) + len(chart.nevers) <= ROWS_A_PAGE:
        return [chart]
    share = ceil(len(pieces) / ceil(len(pieces) / ROWS_A_PAGE)) if pieces else ROWS_A_PAGE
    cut = [pieces[at : at + share] for at in range(0, len(pieces), share)]
    parts = [replace(chart, pieces=some, nevers=[], whole=False) for some in cut]
    nevers = [chart.nevers[at : at + ROWS_A_PAGE] for at in range(0, len(chart.nevers), ROWS_A_PAGE)]
    return parts + [replace(chart, pieces=[], nevers=some, whole=False) for some in nevers]


def kick(document: Document) -> list[str]:
    """The line above the headline."""
    content = document.content
    lead = ", ".join(part for part in (content["lead"]["name"], content["lead"]["title"]) if part)
    state = "Final" if content["final"] else "Before day 30"
    day = f"{content['period']}, day {content['day']} of {content['days']}"
    return [
        f"Accountability map, {content['initiative']['name']}",
        f"Audited by {lead}",
        day,
        f"{state}, rev {content['revision']}",
    ]


def foot(document: Document) -> str:
    """The line below everything: what it was built from, when it was frozen, and its record."""
    content = document.content
    by = f" by {content['frozen_by']}" if content["frozen_by"] else ", by itself"
    return f"{content['built_from']} Frozen {frozen(document)}{by}. Record {record(document)}."


def frozen(document: Document) -> str:
    """When it was frozen, in the company's zone."""
    return moment(document.frozen_at, chart_of(document.content["map"]).zone)


def record(document: Document) -> str:
    """The first digits of the hash, as people compare them."""
    return f"{document.sha256[:4]} {document.sha256[4:8]}"


def name_of(document: Document, suffix: str) -> str:
    """The name of a file of this document."""
    slug = document.content["initiative"]["slug"]
    return f"accountability-map-{slug}-rev-{document.revision}.{suffix}"


def row_heading(row: Mapping[str, Any]) -> str:
    """The reading of a row in words, with what the evidence says where it was set against it."""
    told = str(row["reading"]).capitalize()
    return told if row["reading"] == row["computed"] else f"{told} (the evidence says: {row['computed']})"
