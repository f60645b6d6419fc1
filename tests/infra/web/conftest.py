"""A server with a few routes of the tests' own, made of the parts that every route is made of."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Annotated, Any

import pytest
from fastapi import APIRouter, Depends, FastAPI, Form, Header, Request, Response
from pydantic import Field, SecretStr
from sqlalchemy import Column, Integer, MetaData, String, Table, func, insert, select

from quarterdeck.infra.settings import Settings
from quarterdeck.infra.web import idempotency
from quarterdeck.infra.web.deps import ReadSession, WriteSession
from quarterdeck.infra.web.paging import PageDep
from quarterdeck.infra.web.route import DeckRoute
from quarterdeck.infra.web.schema import Name, StrictModel, UtcDateTime
from quarterdeck.kit.errors import Conflict
from quarterdeck.server.application import create_app
from tests.conftest import running

tables = MetaData()
letters = Table("letters", tables, Column("id", Integer, primary_key=True), Column("body", String(200)))


class Letter(StrictModel):
    body: Name
    copies: int = Field(1, ge=1, le=5)
    weight: float | None = Field(None, ge=0, le=100)
    posted: UtcDateTime | None = None


async def caller(request: Request, x_caller: Annotated[str, Header()] = "ada") -> str:
    """Stands for identity: names the caller, then claims the key as the real one does."""
    await idempotency.begin(request, x_caller)
    return x_caller


CallerDep = Annotated[str, Depends(caller)]

router = APIRouter(route_class=DeckRoute)


class LargeRoute(DeckRoute):
    body_limit = 3_000_000


large = APIRouter(route_class=LargeRoute)


@router.post("/letters", status_code=201)
async def post_letter(
    request: Request, letter: Letter, _caller: CallerDep, session: WriteSession, response: Response
) -> dict[str, Any]:
    if letter.body == "refused":
        raise Conflict
    if letter.body == "held":
        request.app.state.held.set()
        await request.app.state.let_go.wait()
    if letter.body == "slow":
        await asyncio.sleep(0.3)
    await session.run(insert(letters), {"body": letter.body})
    response.headers["Location"] = "/letters/1"
    return {"number": await session.scalar(select(func.count()).select_from(letters)), "secret": "qd-only-once"}


@router.get("/letters")
async def count_letters(session: ReadSession) -> int:
    return int(await session.scalar(select(func.count()).select_from(letters)))


@router.put("/anything")
async def put_anything(body: dict[str, Any] | list[Any]) -> Any:
    return body


@large.put("/large")
async def put_large(body: list[str]) -> int:
    return len(body)


@router.post("/form")
async def post_form(name: Annotated[str, Form(max_length=100)]) -> str:
    return name


@router.get("/pages")
async def pages(page: PageDep) -> dict[str, Any]:
    return {"style": page.style, "offset": page.offset, "limit": page.limit, "after": page.after}


@router.get("/broken")
async def broken() -> None:
    raise RuntimeError("the password is hunter2")


@router.get("/items/{item_id}")
async def item(item_id: int) -> int:
    return item_id


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Without an administrator: making the password's hash would take most of a test's time."""
    nobody = {"admin_email": "", "admin_password": SecretStr("")}
    return replace(settings, security=settings.security.model_copy(update=nobody))


@pytest.fixture
async def app(settings: Settings) -> AsyncIterator[FastAPI]:
    made = create_app(settings)
    made.state.held, made.state.let_go = asyncio.Event(), asyncio.Event()
    made.include_router(router)
    made.include_router(large)
    async with running(made):
        await made.state.parts.database.run_sync(tables.create_all)
        yield made
