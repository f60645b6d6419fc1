"""`/docs` and `/redoc`, with no internet."""

import re

import httpx2
import pytest

REFERENCES = re.compile(r"""(?:src|href|url)\s*[=:]\s*["']([^"']+)["']""")


@pytest.mark.parametrize("page", ["/docs", "/redoc"])
async def test_the_pages_use_nothing_but_our_own_files(client: httpx2.AsyncClient, page: str) -> None:
    response = await client.get(page)

    references = REFERENCES.findall(response.text)
    assert len(references) >= 3
    for reference in references:
        assert reference.startswith("/"), reference
        assert not reference.startswith("//"), reference
        assert (await client.get(reference)).status_code == 200, reference


@pytest.mark.parametrize("page", ["/docs", "/redoc"])
async def test_the_pages_run_no_script_but_ours(client: httpx2.AsyncClient, page: str) -> None:
    policy = (await client.get(page)).headers["content-security-policy"]

    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'self'"
    assert "unsafe" not in rules["script-src"]
    assert rules["frame-ancestors"] == "'none'"


async def test_the_document_says_how_to_sign_in_and_how_errors_look(client: httpx2.AsyncClient) -> None:
    document = (await client.get("/openapi.json")).json()

    assert document["openapi"].startswith("3.1")
    assert set(document["components"]["securitySchemes"]) == {"bearer", "api_key", "password"}


async def test_no_two_models_of_the_document_share_a_name(client: httpx2.AsyncClient) -> None:
    """FastAPI would name both by their modules, which are nobody's business."""
    document = (await client.get("/openapi.json")).json()

    assert [name for name in document["components"]["schemas"] if "quarterdeck__" in name] == []
