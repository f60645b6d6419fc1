"""The usual route: `AsyncSession`, aiosqlite and the ORM; an API key looked up by its hash, then a count and a page."""

import hashlib
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Annotated

from fastapi import Depends, FastAPI, Header, HTTPException
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from bench.peers.rows import RepositoryList, RepositoryRow, example_rows

KEY = "peer-key"
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
    url: Mapped[str]
    language: Mapped[str]
    team_id: Mapped[str]
    organization_id: Mapped[str] = mapped_column(index=True)
    last_commit: Mapped[datetime]
    commit_count: Mapped[int]


@asynccontextmanager
async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with sessions() as session:
        session.add(ApiKey(key_hash=_hash(KEY), organization_id="org"))
        for number in range(200):
            row = example_rows()[number % 20]
            session.add(Repository(**row.model_dump() | {"id": f"repo-{number}", "organization_id": "org"}))
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
    page = await session.scalars(mine.order_by(Repository.name).limit(20))
    rows = [RepositoryRow.model_validate(row, from_attributes=True) for row in page]
    return RepositoryList(items=rows, total=total or 0, page=1, page_size=20, next_cursor=None)


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
