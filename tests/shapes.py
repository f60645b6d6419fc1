"""Shapes that every answer of the server has, asserted in one place."""

from typing import Any

import httpx2


def assert_error(response: httpx2.Response, status: int, code: str) -> dict[str, Any]:
    """Assert that `response` is the error `code` in the one shape; returns its inside."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/json"
    body = response.json()
    assert list(body) == ["error"]
    error: dict[str, Any] = body["error"]
    assert set(error) - {"hint"} == {"code", "status", "type", "message", "details", "request_id"}
    assert (error["code"], error["status"]) == (code, status)
    assert error["request_id"] == response.headers["x-request-id"]
    assert error["message"]
    assert all(set(detail) == {"field", "message"} for detail in error["details"])
    assert ("retry-after" in response.headers) or status != 429
    return error


def fields(error: dict[str, Any]) -> list[str]:
    """Which fields an error complains about."""
    return [detail["field"] for detail in error["details"]]
