"""The OpenAPI schema arranged for the reference page."""

import json
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any

from drf_spectacular.generators import SchemaGenerator

METHODS = ("get", "post", "put", "patch", "delete")
ADDRESSED = {"id": "1", "slug": "atlas", "key": "speed_to_lead"}
EXAMPLES = {"integer": 1, "number": 1, "boolean": True, "array": [], "object": {}}
FORMATS = {"date-time": "2026-11-27T10:00:00Z", "date": "2026-11-27", "email": "ada@example.com", "uri": "https://example.com"}


@dataclass(frozen=True)
class Field:
    """A parameter or a member of a body, in words."""

    name: str
    kind: str
    required: bool
    description: str


@dataclass(frozen=True)
class Operation:
    """One method at one address."""

    id: str
    method: str
    path: str
    summary: str
    description: str
    parameters: list[Field]
    body: list[Field]
    answers: list[tuple[str, str]]
    example: str


@dataclass(frozen=True)
class Group:
    """The operations on one kind of thing."""

    name: str
    operations: list[Operation]


@lru_cache(maxsize=1)
def groups() -> list[Group]:
    """Every operation, grouped by what it is about."""
    schema = SchemaGenerator().get_schema(request=None, public=True)
    rows = [
        (operation["tags"][0], _operation(schema, path, method, operation))
        for path, item in schema["paths"].items()
        for method, operation in item.items()
        if method in METHODS
    ]
    rows.sort(key=lambda row: row[0])
    return [Group(name, [row[1] for row in found]) for name, found in groupby(rows, key=lambda row: row[0])]


def _operation(schema: dict[str, Any], path: str, method: str, operation: dict[str, Any]) -> Operation:
    summary, _, description = operation.get("description", "").partition("\n")
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    body = _resolve(schema, content.get("schema", {}))
    return Operation(
        id=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=summary,
        description=description.strip(),
        parameters=[
            Field(
                found["name"],
                f"{_kind(schema, found['schema'])}, in the {'address' if found['in'] == 'path' else found['in']}",
                found.get("required", False),
                found.get("description", ""),
            )
            for found in operation.get("parameters", [])
        ],
        body=_members(schema, body),
        answers=[(status, answer.get("description") or "The answer.") for status, answer in operation["responses"].items()],
        example=_example(schema, path, method, body),
    )


def _members(schema: dict[str, Any], body: dict[str, Any]) -> list[Field]:
    required = body.get("required", [])
    return [
        Field(name, _kind(schema, member), name in required, member.get("description", ""))
        for name, member in body.get("properties", {}).items()
    ]


def _resolve(schema: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    """Follow a reference, and see through an allOf of one."""
    if "$ref" in part:
        return _resolve(schema, schema["components"]["schemas"][part["$ref"].rpartition("/")[2]])
    if len(part.get("allOf", [])) == 1:
        return _resolve(schema, part["allOf"][0])
    return part


def _kind(schema: dict[str, Any], part: dict[str, Any]) -> str:
    part = _resolve(schema, part)
    if "enum" in part:
        return "one of " + ", ".join(str(value) for value in part["enum"] if value not in ("", None))
    if "oneOf" in part:
        return " or ".join(dict.fromkeys(_kind(schema, choice) for choice in part["oneOf"]))
    kind = part.get("type", "anything")
    if isinstance(kind, list):
        kind = " or ".join(kind)
    if kind == "array":
        return f"list of {_kind(schema, part.get('items', {}))}"
    return f"{kind} ({part['format']})" if "format" in part else kind


def _example(schema: dict[str, Any], path: str, method: str, body: dict[str, Any]) -> str:
    lines = ['curl -H "Authorization: Bearer $ARC_TOKEN"']
    if method != "get":
        lines[0] += f" -X {method.upper()}"
    if body.get("properties"):
        sent = {name: _value(schema, part) for name, part in body["properties"].items() if name in body.get("required", [])}
        lines += ['-H "Content-Type: application/json"', f"-d '{json.dumps(sent)}'"]
    for name, value in ADDRESSED.items():
        path = path.replace(f"{{{name}}}", value)
    return " \\\n  ".join([*lines, f'"$ARC{path}"'])


def _value(schema: dict[str, Any], part: dict[str, Any]) -> Any:
    part = _resolve(schema, part)
    if "enum" in part:
        return part["enum"][0]
    kind = part.get("type")
    kind = kind[0] if isinstance(kind, list) else kind
    return EXAMPLES.get(kind, FORMATS.get(part.get("format", ""), "…"))
