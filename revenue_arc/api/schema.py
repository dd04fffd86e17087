"""The OpenAPI schema: the problems that every operation may answer with."""

from typing import Any

from revenue_arc.api.problems import CONTENT_TYPE

PROBLEM = {
    "type": "object",
    "description": "Problem details (RFC 9457).",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "description": "Always about:blank: the status says what kind of problem it is."},
        "title": {"type": "string", "description": "The status in words."},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What happened, what was kept, what to do."},
        "errors": {
            "type": "object",
            "description": "Sentences by field; non_field_errors for those about no single field.",
            "additionalProperties": True,
        },
    },
}
ALWAYS = {"401": "Nobody is signed in.", "406": "Only JSON can be had.", "429": "Too many requests; see Retry-After."}
WITH_BODY = {
    "400": "The request breaks a rule; `detail` says which, and nothing was kept.",
    "403": "This person may not do that.",
    "409": "Somebody else was quicker.",
    "413": "The body is too large.",
    "415": "Send application/json.",
}
METHODS = {"get", "post", "put", "patch", "delete"}


def declare_problems(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Declare, for each operation, the problems that it may answer with (a post-processing hook)."""
    result.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
    for path, item in result["paths"].items():
        for method in METHODS & item.keys():
            answers = item[method]["responses"]
            for answer in answers.values():
                answer["description"] = answer["description"] or "What was asked for."
            problems = _problems(path, method, item[method]).items()
            found = {status: _answer(description) for status, description in problems} | answers
            item[method]["responses"] = dict(sorted(found.items()))
    return result


def _problems(path: str, method: str, operation: dict[str, Any]) -> dict[str, str]:
    problems = dict(ALWAYS)
    if any(parameter["in"] == "query" for parameter in operation.get("parameters", [])):
        problems["400"] = "A parameter makes no sense; `detail` says which."
    if method != "get":
        problems |= WITH_BODY
    if "{" in path:
        problems["404"] = "There is no such row."
    return problems


def _answer(description: str) -> dict[str, Any]:
    return {"description": description, "content": {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
