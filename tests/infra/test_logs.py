"""Logs: one chain for all, and no secret gets through it."""

import io
import json
import logging
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
import structlog
from pydantic import SecretStr

from quarterdeck.infra.logs import configure_logging
from quarterdeck.infra.settings import Settings

CANARY = "c4n4ry-9f8e7d6c5b4a"
Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def lines(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Lines]:
    """Log as the server does, and read what it logged."""
    before, root = structlog.get_config(), logging.getLogger()
    handlers, level = root.handlers[:], root.level
    root.handlers[:] = []  # pytest's own, which would be closed with the rest
    secret = settings.security.model_copy(update={"admin_password": SecretStr(CANARY)})
    database = settings.database.model_copy(update={"database_url": f"postgresql://deck:{CANARY}@db/deck"})
    written = io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    configure_logging(replace(settings, security=secret, database=database))
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    structlog.configure(**before)
    root.handlers[:] = handlers
    root.setLevel(level)


def logger() -> Any:
    return structlog.stdlib.get_logger("test").bind()


def test_ours_and_the_libraries_lines_look_the_same(lines: Lines) -> None:
    logger().info("request", path="/health", ms=1.5)
    logging.getLogger("some.library").warning("%s is slow", "it")

    ours, theirs = lines()
    assert (ours["event"], ours["path"], ours["ms"], ours["level"]) == ("request", "/health", 1.5, "info")
    assert (theirs["event"], theirs["level"]) == ("it is slow", "warning")
    assert ours["timestamp"].endswith("Z")


def test_a_request_is_named_in_every_line_written_for_it(lines: Lines) -> None:
    with structlog.contextvars.bound_contextvars(request_id="r-1"):
        logger().info("ours")
        logging.getLogger("some.library").warning("theirs")

    assert [line["request_id"] for line in lines()] == ["r-1", "r-1"]


class Odd:
    def __repr__(self) -> str:
        return f"Odd(password={CANARY})"


@pytest.mark.parametrize(
    "facts",
    [
        {"password": "any"},
        {"new_password": "any"},
        {"api_key": "any"},
        {"Authorization": "any"},
        {"Set-Cookie": "any"},
        {"client_secret": "any"},
        {"refresh_token": ["any"]},
        {"headers": {"cookie": "any"}},
        {"deep": [{"deeper": ({"x_api_key": "any"},)}]},
    ],
)
def test_what_is_called_a_secret_is_masked_whatever_it_holds(lines: Lines, facts: dict[str, Any]) -> None:
    logger().info("event", **facts)

    assert '"any"' not in json.dumps(lines())


@pytest.mark.parametrize(
    "text",
    [
        "qd_0123456789abcdef0123456789abcdef_" + "s" * 43 + "_01234567",
        "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl",
        "ghp_" + "a" * 36,
        "sk-proj-" + "a" * 24,
        "Bearer " + "a" * 24,
        "Basic YWRhOmh1bnRlcjI=",
        CANARY,
    ],
)
def test_what_looks_like_a_secret_is_masked_wherever_it_is(lines: Lines, text: str) -> None:
    logger().info(f"said {text}", note=f"<{text}>", parts=[text], odd=Odd(), raw=text.encode())
    logging.getLogger("some.library").warning("url=%s", f"https://deck.example.org/?t={text}")
    logger().error("failed", exc_info=ValueError(text))

    written = lines()
    assert len(written) == 3
    assert text not in json.dumps(written)
    assert CANARY not in json.dumps(written)


def test_a_password_in_an_address_is_masked_and_the_rest_is_readable(lines: Lines) -> None:
    logger().info("connecting", url="postgresql://ada:hunter2@db.example.org/deck")

    assert lines()[0]["url"] == "postgresql://[redacted]@db.example.org/deck"


def test_what_only_names_a_credential_stays(lines: Lines) -> None:
    logger().info("used", credential="key", credential_id="42", key_id="7", token_type="bearer")

    line = lines()[0]
    assert (line["credential"], line["credential_id"], line["key_id"], line["token_type"]) == (
        "key",
        "42",
        "7",
        "bearer",
    )


def test_a_line_cannot_be_forged(lines: Lines) -> None:
    logger().info("request", path='/\n{"event": "forged"}')

    assert len(lines()) == 1
