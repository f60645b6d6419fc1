"""Signing keys on the wire."""

from pydantic import Field

from quarterdeck.infra.web.schema import ResponseModel


class RotationOut(ResponseModel):
    kid: str = Field(description="The new key, which signs in a few seconds, when every process has seen it")
    published: list[str] = Field(description="Every key that `/oauth/jwks` shows now")
