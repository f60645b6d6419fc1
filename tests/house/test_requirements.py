"""What is installed: pinned by hash, above the floors of known holes, and never what was banned."""

import re
from pathlib import Path

import pytest
from packaging.version import Version

FOLDER = Path(__file__).parents[2] / "requirements"
LOCKS = sorted(FOLDER.glob("*.txt"))
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(\S+)", re.MULTILINE)

# Each floor is the release that closed a hole (docs: security research, chapter 6).
FLOORS = {
    "starlette": "1.0.1",
    "python-multipart": "0.0.30",
    "joserfc": "1.6.8",
    "authlib": "1.9.0",
    "python-socketio": "5.14",
    "mcp": "2.3",
    "urllib3": "2.6.3",
    "redis": "4.5.4",
    "pyjwt": "2.13",
    "jinja2": "3.1.6",
}
BANNED = {"python-jose", "litellm", "gitpython", "rq", "pickle5", "fastapi-users", "ecdsa"}


def pins(lock: Path) -> dict[str, str]:
    return {name.lower().replace("_", "-"): version for name, version in PIN.findall(lock.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_pin_is_above_its_floor_and_none_is_banned(lock: Path) -> None:
    found = pins(lock)

    assert found
    assert {name for name in FLOORS if name in found and Version(found[name]) < Version(FLOORS[name])} == set()
    if lock.name != "bench.txt":  # where peers are measured, in an environment of their own
        assert BANNED & set(found) == set()


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_pin_has_a_hash_and_no_lock_names_an_index(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")

    unhashed = [
        entry.split()[0]
        for entry in re.split(r"\n(?=[A-Za-z0-9])", text)
        if "==" in entry and "--hash=sha256:" not in entry
    ]
    assert unhashed == []
    for word in ("--index-url", "--extra-index-url", "--find-links", "http://", "https://"):
        assert word not in text, word


def test_the_server_runs_on_what_the_tests_ran_on() -> None:
    run, test = pins(FOLDER / "run.txt"), pins(FOLDER / "test.txt")

    assert {name: version for name, version in run.items() if test.get(name) != version} == {}


def test_what_must_never_be_unpinned_is_pinned() -> None:
    assert {"starlette", "fastapi", "python-multipart", "joserfc", "cryptography", "uvicorn"} <= set(
        pins(FOLDER / "run.txt")
    )
