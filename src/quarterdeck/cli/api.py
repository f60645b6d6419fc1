"""The API as commands call it: signed in, under its prefix, and every refusal raised as what the server said."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import httpx2
import typer

from quarterdeck.cli.deck import Deck
from quarterdeck.cli.failures import checked
from quarterdeck.kit.errors import NotFound

Found = TypeVar("Found")
Item = dict[str, Any]

LONGEST_PAGE = 1_000


@dataclass(frozen=True, slots=True)
class Api:
    """One open way to the server; `deck` is what the command was given."""

    client: httpx2.AsyncClient
    deck: Deck

    async def get(self, path: str, **wanted: Any) -> Item:
        """Read; what is `None` among `wanted` is not asked for."""
        asked = {name: value for name, value in wanted.items() if value is not None}
        return await self._send("GET", path, params=asked)

    async def post(self, path: str, **body: Any) -> Item:
        return await self._send("POST", path, json=body)

    async def patch(self, path: str, **body: Any) -> Item:
        return await self._send("PATCH", path, json=body)

    async def delete(self, path: str) -> None:
        await self._send("DELETE", path)

    async def items(self, path: str, most: int = LONGEST_PAGE, /, **wanted: Any) -> list[Item]:
        """Read the first part of a list, `most` at most."""
        found: list[Item] = (await self.get(path, limit=min(most, LONGEST_PAGE), **wanted))["items"]
        return found

    async def _send(self, method: str, path: str, **options: Any) -> Item:
        answer = checked(await self.client.request(method, f"/api/v1{path}", **options))
        found: Item = answer.json() if answer.content else {}
        return found


def ask(context: typer.Context, act: Callable[[Api], Awaitable[Found]]) -> Found:
    """Do what a command does, over the network if a server runs, else in this process."""

    async def within() -> Found:
        deck: Deck = context.obj
        async with deck.client() as client:
            return await act(Api(client, deck))

    return asyncio.run(within())


async def user_called(api: Api, email: str) -> Item:
    """Find an account. Raises `NotFound` when nobody has this address."""
    found = await api.items("/users", email=email)
    if not found:
        raise NotFound("Nobody has this e-mail address", hint="`quarterdeck user list` shows who has an account")
    return found[0]


async def organization_called(api: Api, given: str | None) -> str:
    """Find an organization by id or name; without one, the only one there is. Returns its id."""
    known = await api.items("/organizations")
    fitting = [each for each in known if given is None or given in (each["id"], each["name"])]
    if len(fitting) == 1:
        return str(fitting[0]["id"])
    names = ", ".join(f"{each['name']} ({each['id']})" for each in known)
    problem = "There is no such organization" if given and not fitting else "There are several organizations"
    raise NotFound(problem, hint=f"Name one with --organization: {names}")
