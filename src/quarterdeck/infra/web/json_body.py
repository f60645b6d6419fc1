"""Read JSON strictly: finite numbers, whole characters, bounded depth and integers."""

import json
from typing import Any, NoReturn

from quarterdeck.kit.errors import BadRequest

MAX_DEPTH = 64
LARGEST_INTEGER = 2**63 - 1
MAX_DIGITS = 400


class BadJson(BadRequest):
    code = "INVALID_JSON"
    message = "The body is not valid JSON"


def loads(body: bytes) -> Any:
    """Parse `body`. Raises `BadJson` saying what is wrong, never with the value."""
    try:
        value = json.loads(
            body.decode("utf-8"),
            parse_constant=_constant,
            parse_float=_float,
            parse_int=_int,
            object_pairs_hook=_object,
        )
    except UnicodeDecodeError:
        raise BadJson("The body is not UTF-8") from None
    except json.JSONDecodeError as error:
        raise BadJson(f"The body is not valid JSON (line {error.lineno}, column {error.colno})") from None
    except RecursionError:
        raise _too_deep() from None
    _check(value, MAX_DEPTH)
    return value


def _check(value: Any, depth: int) -> None:
    if isinstance(value, str):
        _check_text(value)
    elif isinstance(value, dict | list):
        if depth == 0:
            raise _too_deep()
        for inner in value.values() if isinstance(value, dict) else value:
            _check(inner, depth - 1)


def _check_text(text: str) -> None:
    if "\x00" in text:
        raise BadJson("Text in the body holds a NUL character")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise BadJson("Text in the body holds half a character (a lone surrogate)") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise BadJson("An object in the body names a field twice")
    for name in found:
        _check_text(name)
    return found


def _constant(_name: str) -> NoReturn:
    raise BadJson("Numbers must be finite")


def _float(digits: str) -> float:
    number = float(digits)
    if number in (float("inf"), float("-inf")):
        raise BadJson("Numbers must be finite")
    return number


def _int(digits: str) -> int:
    if len(digits) > MAX_DIGITS or abs(int(digits)) > LARGEST_INTEGER:
        raise BadJson("Whole numbers must fit in 64 bits")
    return int(digits)


def _too_deep() -> BadJson:
    return BadJson(f"The body is nested deeper than {MAX_DEPTH} levels")
