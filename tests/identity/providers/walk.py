"""A browser's way through a sign-in, step by step, so that a test can go astray at any of them."""

from urllib.parse import parse_qs, urlsplit

import httpx2

AUTH = "http://deck.test/api/v1/auth"


async def depart(browser: httpx2.AsyncClient, provider: str, **query: str) -> str:
    """Go to our login address; returns where it sends the browser."""
    answer = await browser.get(f"/auth/{provider}/login", params=query)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


async def consent(address: str) -> str:
    """Have the provider agree at once; returns the callback address with code and state."""
    async with httpx2.AsyncClient() as outside:
        answer = await outside.get(address)
    assert answer.status_code == 302, answer.text
    return answer.headers["location"]


async def arrive(browser: httpx2.AsyncClient, callback: str) -> httpx2.Response:
    return await browser.get(callback)


async def temporary_token(browser: httpx2.AsyncClient, provider: str, **query: str) -> str:
    """Walk as far as the token that the console exchanges."""
    answer = await arrive(browser, await consent(await depart(browser, provider, **query)))
    assert answer.status_code == 303, answer.text
    return token_in(answer)


def token_in(answer: httpx2.Response) -> str:
    parts = urlsplit(answer.headers["location"])
    assert parts.path == "/api/v1/auth/login-success-redirect", answer.headers["location"]
    return parse_qs(parts.query)["token"][0]


async def exchange(browser: httpx2.AsyncClient, token: str) -> httpx2.Response:
    return await browser.post("/auth/validate-token", json={"token": token})


async def sign_in(browser: httpx2.AsyncClient, provider: str, **query: str) -> httpx2.Response:
    return await exchange(browser, await temporary_token(browser, provider, **query))


def with_query(address: str, **changed: str | None) -> str:
    """Return a callback address with some parameters changed or, for `None`, left out."""
    query: dict[str, str | None] = {**query_of(address), **changed}
    return str(httpx2.URL(address, params={name: value for name, value in query.items() if value is not None}))


def query_of(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
