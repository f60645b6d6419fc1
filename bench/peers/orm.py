"""The usual route: `AsyncSession`, aiosqlite and the ORM; an API key looked up by its hash, then a count and a page."""

import hashlib
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Header, HTTPException
from sqlalchemy import JSON, func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from bench.peers.rows import MOMENT, NEVER_READ, ORGANIZATION, PEER_KEY, RepositoryList, example_row
from quarterdeck.infra.database.types import UtcTimestamp
from quarterdeck.insights.repositories.schemas import RepositoryOut

engine = create_async_engine(f"sqlite+aiosqlite:///{os.environ['PEER_DATABASE']}")
sessions = async_sessionmaker(engine, expire_on_commit=False)


class Base(DeclarativeBase):
    pass


class ApiKey(Base):
    __tablename__ = "api_keys"
    key_hash: Mapped[str] = mapped_column(primary_key=True)
    organization_id: Mapped[str]


class Repository(Base):
    __tablename__ = "repositories"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    url: Mapped[str | None]
    path: Mapped[str | None]
    language: Mapped[str | None]
    organization_id: Mapped[str] = mapped_column(index=True)
    team_id: Mapped[str | None]
    last_commit: Mapped[datetime | None] = mapped_column(UtcTimestamp)
    commit_count: Mapped[int]
    strategy: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcTimestamp)
    updated_at: Mapped[datetime] = mapped_column(UtcTimestamp)
    version: Mapped[int]

    @property
    def sync(self) -> object:
        return NEVER_READ


@asynccontextmanager
async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with sessions() as session:
        session.add(ApiKey(key_hash=_hash(PEER_KEY), organization_id=ORGANIZATION))
        for number in range(200):
            fields = example_row(number).model_dump(exclude={"sync"})
            session.add(Repository(**fields | {"created_at": MOMENT, "updated_at": MOMENT}))
        await session.commit()
    yield


app = FastAPI(lifespan=lifespan)


async def session() -> AsyncIterator[AsyncSession]:
    async with sessions() as opened:
        yield opened


SessionDep = Annotated[AsyncSession, Depends(session)]


async def organization(session: SessionDep, authorization: Annotated[str, Header()]) -> str:
    key = await session.scalar(select(ApiKey).where(ApiKey.key_hash == _hash(authorization.removeprefix("Bearer "))))
    if key is None:
        raise HTTPException(401)
    return key.organization_id


@app.get("/repositories")
async def repositories(session: SessionDep, owner: Annotated[str, Depends(organization)]) -> RepositoryList:
    mine = select(Repository).where(Repository.organization_id == owner)
    total = await session.scalar(select(func.count()).select_from(mine.subquery()))
    page = await session.scalars(mine.order_by(Repository.id).limit(20))
    rows = [RepositoryOut.model_validate(row) for row in page]
    return RepositoryList(items=rows, total=total or 0, page=1, page_size=20)


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
