"""Bodies that are read strictly: what is refused, and that whatever is fine comes through unchanged."""

import json
from collections.abc import AsyncIterator

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quarterdeck.infra.web.json_body import BadJson, loads
from tests.shapes import assert_error, fields

JSON = {"Content-Type": "application/json"}

text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63) + 1, 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | text
)
values = st.recursive(scalars, lambda inner: st.lists(inner, max_size=5) | st.dictionaries(text, inner, max_size=5))


@given(values, st.booleans())
def test_all_that_json_can_say_is_read_as_it_was_written(value: object, ascii_only: bool) -> None:
    assert loads(json.dumps(value, ensure_ascii=ascii_only).encode()) == value


@given(st.binary(max_size=60))
def test_no_bytes_at_all_break_the_reader(body: bytes) -> None:
    try:
        loads(body)
    except BadJson as refused:
        said = str(refused)
        assert said.isprintable()


BAD = {
    "a number that is none": b'{"a": NaN}',
    "infinity": b"[-Infinity]",
    "a number too large to be finite": b"[1e999]",
    "a number too small to be finite": b"[-1e999]",
    "half a character": b'["\\ud800"]',
    "half a character in a name": b'{"\\udfff": 1}',
    "a nul": b'["a\\u0000b"]',
    "65 levels": b"[" * 65 + b"]" * 65,
    "100,000 levels": b"[" * 100_000,
    "more than 64 bits": b"[9223372036854775808]",
    "less than 64 bits": b"[-9223372036854775809]",
    "a number of 10,000 digits": b"[" + b"9" * 10_000 + b"]",
    "a field twice": b'{"role": "user", "role": "admin"}',
    "not utf-8": b'["\xff\xfe"]',
    "utf-16": '{"a": 1}'.encode("utf-16"),
    "a byte order mark": b"\xef\xbb\xbf[]",
    "half an object": b'{"a": 1',
    "something after it": b"[] []",
    "only blanks": b"   ",
}


@pytest.mark.parametrize("body", BAD.values(), ids=BAD.keys())
async def test_a_body_that_is_no_strict_json_is_refused_before_anything_else(
    client: httpx2.AsyncClient, body: bytes
) -> None:
    response = await client.put("/anything", content=body, headers=JSON)

    assert_error(response, 400, "INVALID_JSON")


@pytest.mark.parametrize("body", [b"[" * 64 + b"]" * 64, b"[9223372036854775807, -9223372036854775807, 1e308]"])
async def test_the_last_that_is_allowed_is_allowed(client: httpx2.AsyncClient, body: bytes) -> None:
    response = await client.put("/anything", content=body, headers=JSON)

    assert response.status_code == 200
    assert response.json() == json.loads(body)


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "", "json"])
async def test_json_under_another_name_is_not_read(client: httpx2.AsyncClient, kind: str) -> None:
    response = await client.put("/anything", content=b"{}", headers={"Content-Type": kind})

    assert_error(response, 415, "UNSUPPORTED_MEDIA_TYPE")


async def test_json_with_parameters_and_its_dialects_are_read(client: httpx2.AsyncClient) -> None:
    for kind in ("application/json; charset=utf-8", "APPLICATION/JSON", "application/vnd.github+json"):
        assert (await client.put("/anything", content=b"{}", headers={"Content-Type": kind})).status_code == 200


async def test_a_body_over_the_limit_is_refused_by_its_length_and_by_its_bytes(client: httpx2.AsyncClient) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield b"[" * 100_000

    declared = await client.put("/anything", content=b"[" + b" " * 1_048_576 + b"]", headers=JSON)
    streamed = await client.put("/anything", content=endless(), headers=JSON)
    form = await client.post("/form", data={"name": "x" * 2_000_000})

    for response in (declared, streamed, form):
        assert_error(response, 413, "PAYLOAD_TOO_LARGE")


async def test_a_body_that_nobody_reads_is_not_measured_either(client: httpx2.AsyncClient) -> None:
    response = await client.request("GET", "/nowhere", headers={"Content-Length": "999999999"})

    assert_error(response, 404, "NOT_FOUND")


async def test_a_route_may_take_more(client: httpx2.AsyncClient) -> None:
    body = json.dumps(["x" * 100] * 20_000).encode()

    assert (await client.put("/large", content=body, headers=JSON)).json() == 20_000
    assert_error(await client.put("/large", content=body * 2, headers=JSON), 413, "PAYLOAD_TOO_LARGE")


async def test_the_refused_value_is_never_repeated(client: httpx2.AsyncClient) -> None:
    wrong = {
        "body": "hunter2" * 50,
        "copies": "hunter2",
        "weight": "hunter2",
        "posted": "hunter2",
        "hunters": "hunter2",
    }
    response = await client.post("/letters", json=wrong)

    error = assert_error(response, 422, "VALIDATION_ERROR")
    assert sorted(fields(error)) == ["body", "copies", "hunters", "posted", "weight"]
    assert "hunter2" not in response.text


async def test_a_time_needs_a_zone(client: httpx2.AsyncClient) -> None:
    naive = await client.post("/letters", json={"body": "hello", "posted": "2026-03-01T12:00:00"})
    with_offset = await client.post("/letters", json={"body": "hello", "posted": "2026-03-01T12:00:00+05:30"})

    assert fields(assert_error(naive, 422, "VALIDATION_ERROR")) == ["posted"]
    assert with_offset.status_code == 201
