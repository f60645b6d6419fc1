"""The naive sign-in: an `async def` route that checks the password where it stands, with the same Argon2id hash."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI, HTTPException
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from bench.loop_lag import LoopLag

hasher, lag = PasswordHash((Argon2Hasher(),)), LoopLag()
kept: dict[str, str] = {}


@asynccontextmanager
async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
    async with lag.watching():
        yield


app = FastAPI(lifespan=lifespan)


@app.post("/bench/user")
async def add_user(body: dict[str, Any]) -> None:
    kept[body["email"]] = hasher.hash(body["password"])


@app.post("/api/v1/auth/token")
async def token(body: dict[str, Any]) -> dict[str, str]:
    if not hasher.verify(body["password"], kept[body["email"]]):
        raise HTTPException(401)
    return {"access_token": "none"}


@app.get("/health/live")
async def live() -> dict[str, str]:
    return {"status": "alive"}


@app.get("/bench/lag")
async def late() -> list[float]:
    return lag.taken()
