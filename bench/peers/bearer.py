"""The usual way to recognise a caller: FastAPI's `HTTPBearer` and a PyJWT decode, with no session behind the token."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import jwt
from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from bench.cpu_clock import CpuClock

SECRET = "a key of the benchmark, long enough for HS256"  # noqa: S105 - of no server
app = FastAPI()
app.add_middleware(CpuClock)
bearer = HTTPBearer()


def make_token() -> str:
    claims = {"iss": "peer", "aud": "peer", "sub": "someone", "exp": datetime.now(UTC) + timedelta(hours=1)}
    return jwt.encode(claims, SECRET, algorithm="HS256")


async def caller(credentials: Annotated[HTTPAuthorizationCredentials, Depends(bearer)]) -> dict[str, Any]:
    try:
        return jwt.decode(credentials.credentials, SECRET, algorithms=["HS256"], audience="peer", issuer="peer")
    except jwt.PyJWTError:
        raise HTTPException(401) from None


@app.get("/bench/public")
async def public() -> dict[str, str]:
    return {"status": "here"}


@app.get("/bench/signed-in")
async def signed_in(_caller: Annotated[dict[str, Any], Depends(caller)]) -> dict[str, str]:
    return {"status": "here"}
