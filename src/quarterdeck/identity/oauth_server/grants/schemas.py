"""What a person let in, on the wire."""

from pydantic import Field

from quarterdeck.identity.roles import Scope
from quarterdeck.infra.web.schema import ResponseModel, UtcDateTime


class ConnectionOut(ResponseModel):
    id: str
    client_id: str
    client_name: str
    redirect_host: str = Field(examples=["chatgpt.com"])
    resource: str = Field(description="Which part of this server it may use")
    scopes: list[Scope]
    created_at: UtcDateTime
    last_used_at: UtcDateTime | None
    expires_at: UtcDateTime = Field(description="It ends by itself when it is not used until then")
