"""What the OpenAPI document must say of every operation."""

from collections.abc import Iterator
from typing import Any

import pytest

from quarterdeck.infra.settings import Settings
from quarterdeck.server.application import create_app

DOCUMENT: dict[str, Any] = create_app(Settings()).openapi()
METHODS = ("get", "post", "put", "patch", "delete")
OPERATIONS = [
    (f"{method.upper()} {path}", operation)
    for path, operations in DOCUMENT["paths"].items()
    for method, operation in operations.items()
    if method in METHODS
]
OPEN_BY_A_STANDARD = {"POST /oauth/register": "RFC 7591: metadata that is not understood must be ignored"}
ENDS_BY_ITSELF = ("date-time", "date", "uuid", "binary")  # forms of one length, or bounded by the body's limit


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        schema = DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def unbounded(schema: dict[str, Any], where: str, seen: tuple[str, ...] = ()) -> Iterator[str]:
    """Name each string, list, map and number inside `schema` that has no maximum."""
    if schema.get("$ref") in seen:
        return
    seen = (*seen, schema["$ref"]) if "$ref" in schema else seen
    schema = resolved(schema)
    for other in ("anyOf", "oneOf", "allOf"):
        for inner in schema.get(other, ()):
            yield from unbounded(inner, where, seen)
    if "enum" in schema or "const" in schema:
        return
    kind = schema.get("type")
    if kind == "string" and not (
        "maxLength" in schema or "pattern" in schema or schema.get("format") in ENDS_BY_ITSELF
    ):
        yield f"{where}: a string without maxLength"
    if kind in ("integer", "number") and not {"maximum", "exclusiveMaximum"} & set(schema):
        yield f"{where}: a number without maximum"
    if kind == "array":
        if "maxItems" not in schema:
            yield f"{where}: a list without maxItems"
        yield from unbounded(schema.get("items", {}), f"{where}[]", seen)
    for name, inner in schema.get("properties", {}).items():
        yield from unbounded(inner, f"{where}.{name}", seen)


@pytest.mark.parametrize("operation", [each for _, each in OPERATIONS], ids=[name for name, _ in OPERATIONS])
def test_everything_a_request_may_hold_has_a_maximum(operation: dict[str, Any]) -> None:
    found = [
        problem
        for parameter in operation.get("parameters", ())
        for problem in unbounded(parameter["schema"], parameter["name"])
        if parameter["in"] != "path" or "number" in problem
    ]
    for body in operation.get("requestBody", {}).get("content", {}).values():
        found += unbounded(body["schema"], "body")

    assert found == []


def test_every_operation_has_a_name_of_its_own_a_summary_and_its_errors() -> None:
    names = [operation["operationId"] for _, operation in OPERATIONS]

    assert len(set(names)) == len(names)
    for name, operation in OPERATIONS:
        assert operation.get("summary"), name
        if "/api/v1/" in name:
            assert {"422", "429", "503"} <= set(operation["responses"]), name
            for status, response in operation["responses"].items():
                if int(status) >= 400:
                    assert response["content"]["application/json"]["schema"]["$ref"].endswith("/ErrorBody"), name


def test_request_bodies_are_closed() -> None:
    for name, operation in OPERATIONS:
        for kind, body in operation.get("requestBody", {}).get("content", {}).items():
            schema = resolved(body["schema"])
            if kind == "application/json" and schema.get("type") == "object" and name not in OPEN_BY_A_STANDARD:
                assert schema.get("additionalProperties") is False, name


def test_an_idempotency_key_is_promised_where_it_is_kept_and_nowhere_else() -> None:
    promising = {
        name
        for name, operation in OPERATIONS
        if any(parameter["name"] == "Idempotency-Key" for parameter in operation.get("parameters", ()))
    }

    assert "POST /api/v1/organizations" in promising
    assert all(name.startswith("POST /api/v1/") for name in promising)
