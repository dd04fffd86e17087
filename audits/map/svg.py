"""The map as one SVG with fixed sizes and colours, for paper. Pure."""

from xml.sax.saxutils import escape, quoteattr

from audits.map.geometry import AXIS, LABELS, NARROWEST, Bar, Label, Map

INK, INK_2, LINE, DARK, NOGO, NOGO_BG, ACCENT = "#0f1b2d", "#3d4a61", "#d9dfe8", "#0b1220", "#ab2508", "#fde6df", "#2a46c9"
HUES = {"product": "#1f3f9f", "marketing": "#8450d0", "creative": "#a8246c", "sales": "#0a7391", "": "#4f5b72"}
PATTERNS = (
    '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="1.6" height="6" fill="#b9c3d1"/></pattern><pattern id="contested" width="9" height="9" '
    f'patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="9" height="9" fill="{NOGO_BG}"/>'
    f'<rect width="3.4" height="9" fill="{NOGO}"/></pattern></defs>'
)
WIDTH = LABELS + NARROWEST


def svg_of(drawn: Map) -> str:
    """The whole map, WIDTH pixels wide."""
    parts = [_grid(drawn), *(_block(drawn, block) for block in drawn.blocks)]
    parts += [_bar(bar) for bar in [*drawn.bars, *drawn.nevers]]
    parts += [
        f'<circle cx="{_x(mark.x)}" cy="{mark.y:.1f}" r="{mark.r}" fill="#fff" stroke="{INK}" stroke-width="2"/>'
        + _text(str(mark.number), _x(mark.x), mark.y + mark.size * 0.36, mark.size, INK, 700, "middle")
        for mark in drawn.marks
    ]
    size = f'width="{WIDTH}" height="{drawn.height:.0f}" viewBox="0 0 {WIDTH} {drawn.height:.0f}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="Inter">{PATTERNS}{"".join(parts)}</svg>'


def _grid(drawn: Map) -> str:
    out = []
    for lane in drawn.lanes:
        if lane.function:
            out.append(f'<line x1="0" x2="{WIDTH}" y1="{lane.y:.1f}" y2="{lane.y:.1f}" stroke="{LINE}"/>')
            out.append(f'<circle cx="6" cy="{lane.title_y - 5:.1f}" r="5" fill="{HUES[lane.function]}"/>')
        out.append(_text(lane.name, 18 if lane.function else 0, lane.title_y, 15, INK, 600))
    out.append(f'<line x1="0" x2="{WIDTH}" y1="{drawn.lanes_end:.1f}" y2="{drawn.lanes_end:.1f}" stroke="{LINE}"/>')
    out.append(_text("Nobody", 18, AXIS + 20, 15, INK, 600))
    out.append(f'<rect x="1" y="{AXIS + 11}" width="11" height="8" rx="2" fill="{DARK}"/>')
    out += [_text(name.text, LABELS - 14, name.y, drawn.size, INK_2, 500, "end") for name in drawn.names]
    for tick in drawn.ticks:
        hue, weight = (ACCENT, 700) if tick.now else (INK_2, 500)
        stroke = f'stroke="{ACCENT}" stroke-width="2"' if tick.now else f'stroke="{LINE}"'
        bottom = drawn.lanes_end if tick.now else drawn.height
        out.append(f'<line x1="{_x(tick.x)}" x2="{_x(tick.x)}" y1="26" y2="{bottom:.1f}" {stroke}/>')
        out.append(_text(tick.text, _x(tick.x), 18, 14, hue, weight, tick.anchor))
    return "".join(out)


def _block(drawn: Map, block) -> str:
    x, wide = _x(block.x), block.width * NARROWEST / 100
    top, bottom = block.y + block.height, drawn.lanes_end
    shade = f'<rect x="{x}" y="{top}" width="{wide:.1f}" height="{bottom - top:.1f}" fill="{DARK}" opacity="0.1"/>'
    black = f'<rect x="{x}" y="{block.y}" width="{wide:.1f}" height="{block.height}" fill="{DARK}"/>'
    label = _label(block.label, INK if block.outside else "#fff", 700) if block.label else ""
    return shade + black + label


def _bar(bar: Bar) -> str:
    fill, more, ink = _look(bar)
    box = f'x="{_x(bar.x)}" y="{bar.y:.1f}" width="{bar.width * NARROWEST / 100:.1f}" height="{bar.height}"'
    drawn = f'<rect {box} rx="{"0" if bar.kind == "dark" else "5"}" fill={quoteattr(fill)} {more}/>'
    return drawn + "".join(_label(label, ink, 600) for label in bar.labels)


def _look(bar: Bar) -> tuple[str, str, str]:
    """Fill, stroke, and the colour of words on it."""
    return {
        "held": (HUES[bar.function], "", "#fff"),
        "dark": (DARK, "", "#fff"),
        "transit": ("url(#hatch)", 'stroke="#b9c3d1" stroke-width="1.5"', INK),
        "contested": ("url(#contested)", f'stroke="{NOGO}" stroke-width="2"', INK),
        "never": (NOGO_BG, f'stroke="{NOGO}" stroke-width="2" stroke-dasharray="7 5"', NOGO),
    }[bar.kind]


def _label(label: Label, ink: str, weight: int) -> str:
    return _text(label.text, _x(label.x), label.y, label.size, ink, weight)


def _x(percent: float) -> str:
    return f"{LABELS + percent * NARROWEST / 100:.1f}"


def _text(text: str, x: float | str, y: float, size: float, ink: str, weight: int, anchor: str = "start") -> str:
    look = f'font-size="{size}" font-weight="{weight}" fill="{ink}" text-anchor="{anchor}"'
    return f'<text x="{x}" y="{y:.1f}" {look}>{escape(text)}</text>'
