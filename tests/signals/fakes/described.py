"""What a vendor's published description allows to be asked, and any answer that it allows: from `descriptions/VENDOR.yaml`.

A shape is JSON schema as OpenAPI 3.0 writes it; a name stands for another shape. What a request adds to its shape is refused,
as in strict services; what an answer may leave out is left out at random, and what it may add is added.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from werkzeug import Request

FOLDER = Path(__file__).parent / "descriptions"
KINDS: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "array": list,
    "object": dict,
}
FORMATS = {
    "date-time": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)"),
    "date": re.compile(r"\d{4}-\d\d-\d\d"),
}


class Description:
    """One vendor's operations and shapes."""

    def __init__(self, vendor: str):
        told = yaml.safe_load((FOLDER / f"{vendor}.yaml").read_text(encoding="utf-8"))
        self.base, self.operations, self.shapes = told.get("base", ""), told["operations"], told["shapes"]
        self._paths = [(_matching(*name.split(" ", 1), base=self.base), name) for name in self.operations]

    def operation(self, request: Request) -> str | None:
        """The operation that a request asks for; None where the description has none such."""
        asked = f"{request.method} {request.path}"
        return next((name for path, name in self._paths if path.fullmatch(asked)), None)

    def wrong_with(self, request: Request) -> list[str]:
        """What of a request the description does not allow, a line each."""
        name = self.operation(request)
        if name is None:
            return [f"{request.method} {request.path}: there is no such operation"]
        how = self.operations[name]
        return [f"{name}: {problem}" for problem in (*self._parameters(request, how), *self._body(request, how))]

    def _parameters(self, request: Request, how: dict) -> Iterator[str]:
        known = how.get("query", {})
        for param, text in request.args.items(multi=True):
            if param not in known:
                yield f"the parameter {param} is not known"
            elif unknown := set(text.split(",")) - set(known[param].get("list", ())) if "list" in known[param] else ():
                yield f"{param} does not list {', '.join(sorted(unknown))}"
            elif "list" not in known[param]:
                yield from self.wrong(_typed(text, self.shape(known[param])), known[param], param)

    def _body(self, request: Request, how: dict) -> Iterator[str]:
        if "form" in how:
            fields = request.form.to_dict() if request.mimetype == "application/x-www-form-urlencoded" else None
            yield from self.wrong(fields, how["form"], "the form")
        elif "body" in how:
            yield from self.wrong(request.get_json(silent=True), how["body"], "the body")
        elif request.get_data():
            yield "it has a body"

    def shape(self, named: Any) -> dict:
        """A shape, by its name or as it is."""
        return self.shapes[named] if isinstance(named, str) else named

    def wrong(self, value: Any, named: Any, where: str) -> Iterator[str]:
        """What of a value its shape does not allow."""
        shape = self.shape(named)
        if "enum" in shape and value not in shape["enum"]:
            yield f"{where} is none of {', '.join(shape['enum'])}"
        if not _is_kind(value, shape.get("type")):
            yield f"{where} is no {shape['type']}"
        elif isinstance(value, dict):
            yield from self._of_object(value, shape, where)
        elif isinstance(value, list):
            yield from self._of_array(value, shape, where)
        elif isinstance(value, str):
            if len(value) > shape.get("maxLength", len(value)):
                yield f"{where} is too long"
            if (form := FORMATS.get(shape.get("format", ""))) and not form.fullmatch(value):
                yield f"{where} is no {shape['format']}"
        elif isinstance(value, int | float) and not shape.get("minimum", value) <= value <= shape.get("maximum", value):
            yield f"{where} is out of its range"

    def _of_object(self, value: dict, shape: dict, where: str) -> Iterator[str]:
        known = shape.get("properties")
        yield from (f"{where} lacks {name}" for name in shape.get("required", ()) if name not in value)
        for name, inner in value.items():
            if known is not None and name not in known:
                yield f"{where} may not have {name}"
            elif known is not None:
                yield from self.wrong(inner, known[name], f"{where}.{name}")

    def _of_array(self, value: list, shape: dict, where: str) -> Iterator[str]:
        if not shape.get("minItems", 0) <= len(value) <= shape.get("maxItems", len(value)):
            yield f"{where} has {len(value)} items"
        if shape.get("uniqueItems") and len({*map(str, value)}) < len(value):
            yield f"{where} says something twice"
        for inner in value:
            yield from self.wrong(inner, shape.get("items", {}), f"{where}[]")


@cache
def description(vendor: str) -> Description:
    """A vendor's description."""
    return Description(vendor)


def _matching(method: str, path: str, *, base: str) -> re.Pattern[str]:
    parts = re.split(r"\{\w+\}", base + path)
    return re.compile(f"{method} " + "[^/]+".join(map(re.escape, parts)))


def _is_kind(value: Any, kind: str | None) -> bool:
    return kind is None or (isinstance(value, KINDS[kind]) and (kind == "boolean" or not isinstance(value, bool)))


def _typed(text: str, shape: dict) -> Any:
    """A parameter's text as what its shape says it is, where it is that."""
    if shape.get("type") == "integer" and text.isdigit():
        return int(text)
    return {"true": True, "false": False}.get(text, text) if shape.get("type") == "boolean" else text
