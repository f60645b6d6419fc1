"""What the guide to events tells people to run, runs."""

import os
import re
import shlex
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import httpx2
import pytest

from tests.servers.deck import DeckProcess

PAGE = (Path(__file__).parents[2] / "docs" / "guides" / "events.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    assert found is not None
    return found[1]


@pytest.fixture
def environment(deck: DeckProcess) -> dict[str, str]:
    """A server on which two teams were made, and a key that may read of them."""
    deck.start()
    with deck.client() as client:
        key = client.post("/api/v1/auth/api-keys", json={"name": "k", "scopes": ["organizations:read"]}).json()["key"]
        acme = client.post("/api/v1/organizations", json={"name": "Acme"}).json()["id"]
        for name in ("one", "two"):
            made = client.post("/api/v1/teams", json={"name": name, "organization_id": acme})
            assert made.status_code == 201, made.text
    return {"QUARTERDECK_URL": deck.url, "QUARTERDECK_KEY": key}


def test_the_python_example_follows_the_log(environment: dict[str, str]) -> None:
    running = subprocess.Popen(
        [sys.executable, "-c", block("python")], env=os.environ | environment, stdout=subprocess.PIPE, text=True
    )
    assert running.stdout is not None
    teams = 0
    while teams < 2:
        line = running.stdout.readline()
        assert line
        teams += line.split()[1] == "team.created"
    running.kill()
    running.wait()
    running.stdout.close()


def test_the_curl_example_is_a_request_that_streams(environment: dict[str, str]) -> None:
    words = shlex.split(block("bash"))
    filled = [re.sub(r"\$(\w+)", lambda found: environment[found[1]], word) for word in words]
    headers = dict(word.split(": ", 1) for option, word in pairwise(filled) if option == "-H")

    with httpx2.stream("GET", filled[-1], headers=headers, timeout=10) as response:
        lines = response.iter_lines()
        told = [next(line for line in lines if line.startswith("data: ")) for _ in range(3)]

    assert '"from":0' in told[0]
    assert all('"type":"team.created"' in line for line in told[1:])
