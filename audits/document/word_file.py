"""The document as a DOCX file, for those who work on it further."""

from io import BytesIO
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.shared import Mm, Pt, RGBColor

from audits.document.paper import foot, kick, map_png, row_heading
from audits.models import Document

GREY = RGBColor(0x56, 0x62, 0x79)
WIDTHS = (12, 36, 45, 98, 44, 26)
COLUMNS = ("No.", "Reading", "What moved", "What the evidence shows", "In their words", "Evidence")


def docx_of(document: Document) -> bytes:
    """A frozen document as DOCX: the same words and numbers, the map as a picture with its sentence."""
    content, word = document.content, docx.Document()
    _set_up(word, content)
    _small(word, "   ".join(kick(document)))
    word.add_heading(" ".join(content["headline"]), 0)
    word.add_paragraph(content["lead_sentence"])
    tally = [content["tally"][name] for name in ("transfers", "dark", "never")]
    _table(word, [one["name"] for one in tally], [[f"{one['number']}: {one['note']}" for one in tally]])
    if content["incomplete"]:
        word.add_paragraph(f"Not complete: {' '.join(content['incomplete'])}")
    word.add_heading("Who held the arc, day by day", 1)
    picture = word.add_picture(BytesIO(map_png(document)), width=Mm(250))
    picture._inline.docPr.set("descr", content["map"]["sentence"])
    word.add_heading("Register", 1)
    _small(word, content["register_note"])
    _table(word, COLUMNS, [_cells(row) for row in content["register"]], WIDTHS)
    _unlogged(word, content)
    _argument(word, content)
    word.add_heading("Read by", 1)
    for one in content["read_by"]:
        word.add_paragraph(f"{one['name']}{', ' + one['title'] if one['title'] else ''}: {one['words']}", style="List Bullet")
    _functions(word, content)
    word.add_heading("Evidence", 1)
    for piece in content["evidence"]:
        word.add_paragraph(f"{piece['number']} from {piece['source']}: {piece['text']}")
    _small(word, foot(document))
    made = BytesIO()
    word.save(made)
    return made.getvalue()


def _set_up(word: WordDocument, content: dict[str, Any]) -> None:
    section = word.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(18)
    word.styles["Normal"].font.name, word.styles["Normal"].font.size = "Inter", Pt(10)
    word.core_properties.title = f"Accountability map, {content['initiative']['name']}"
    word.core_properties.author = "Revenue Arc"


def _small(word: WordDocument, text: str) -> None:
    run = word.add_paragraph().add_run(text)
    run.font.size, run.font.color.rgb = Pt(8.5), GREY


def _table(word: WordDocument, titles: Any, rows: list[list[str]], widths: tuple[int, ...] = ()) -> None:
    """A table whose titles stand on each page and whose rows stay whole; `widths` in millimetres."""
    table = word.add_table(rows=1, cols=len(titles), style="Light Grid Accent 1")
    table.autofit = not widths
    for row in [titles, *rows]:
        cells = table.rows[0].cells if row is titles else table.add_row().cells
        for place, (cell, text) in enumerate(zip(cells, row, strict=True)):
            cell.text = text
            if widths:
                cell.width = Mm(widths[place])
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _cells(row: dict[str, Any]) -> list[str]:
    notes = [f"{'Set to ' + note['sets'] + ': ' if note['sets'] else ''}{note['text']} ({note['by']})" for note in row["notes"]]
    return [
        str(row["number"]),
        f"{row_heading(row)}\n{row['when']}",
        f"{row['title']}\n{row['sides']}",
        "\n".join([row["sentence"], *row["details"], *notes, *row["read"]]),
        "\n".join(f"“{quote['text']}” {quote['by']}" for quote in row["quotes"]),
        ", ".join(row["evidence"]),
    ]


def _argument(word: WordDocument, content: dict[str, Any]) -> None:
    for title, part in (("What it cost", content["cost"]), ("Next step, one owner", content["next"])):
        word.add_heading(title, 1)
        word.add_paragraph().add_run(part["big"]).bold = True
        word.add_paragraph(part["text"])
        for line in part.get("assumptions", []):
            word.add_paragraph(f"Assumed: {line}", style="List Bullet")


def _unlogged(word: WordDocument, content: dict[str, Any]) -> None:
    if lines := content.get("unlogged"):
        word.add_heading("Handoffs that nobody logged", 1)
        for one in lines:
            told = f"{one['title']}: {one['sides']}, {one['when']}, says {one['source']}"
            word.add_paragraph(told, style="List Bullet")


def _functions(word: WordDocument, content: dict[str, Any]) -> None:
    word.add_heading("What each function measured, and was paid on", 1)
    rows = [[one["name"], one["measured"], one["paid"]] for one in content["measures"]]
    _table(word, ("Function", "Measured", "Paid on"), rows)
    if content["calendars"]:
        word.add_heading("Calendars", 1)
        for one in content["calendars"]:
            said = f", says {one['by']}" if one.get("by") else ""
            word.add_paragraph(f"{one['name']}, {one['what']} full {one['when']}: {one['text']}{said}", style="List Bullet")
        for line in content["clashes"]:
            word.add_paragraph(f"Clash: {line}", style="List Bullet")
    for title, lines in (("Changed since the revision before", content["changes"]), _since(content)):
        if lines:
            word.add_heading(title, 1)
            for line in lines:
                word.add_paragraph(line, style="List Bullet")


def _since(content: dict[str, Any]) -> tuple[str, list[str]]:
    since = content["since"]
    return (f"Since the audit of {since['period']}", since["changes"]) if since else ("", [])
