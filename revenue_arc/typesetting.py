"""Documents on paper, drawn by typst without system libraries; what people wrote reaches it as data, never as markup."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import typst
from django.conf import settings

FONTS = settings.BASE_DIR / "node_modules" / "@expo-google-fonts" / "inter"
WEIGHTS = ("400Regular", "500Medium", "600SemiBold", "700Bold")


def typeset(
    source: Path, data: Mapping[str, Any], at: datetime, *, form: Literal["pdf", "png"] = "pdf", dots_per_inch: float = 144
) -> bytes:
    """The document of a typst source as tagged PDF, or its first page as PNG; the source reads `data` as JSON."""
    made = typst.compile(
        str(source),
        font_paths=[str(FONTS / weight) for weight in WEIGHTS],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        timestamp=int(at.timestamp()),
        format=form,
        ppi=dots_per_inch,
    )
    return made[0] if isinstance(made, list) else made
