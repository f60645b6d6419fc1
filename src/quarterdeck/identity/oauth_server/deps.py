"""What routes of the authorization server say in their signature about what they use and whom they count."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from quarterdeck.identity.authentication.origin import peer_of
from quarterdeck.identity.oauth_server.protocol.authorize import AuthorizationEndpoint
from quarterdeck.identity.oauth_server.protocol.refusals import ClientRefusals
from quarterdeck.identity.oauth_server.protocol.token import TokenEndpoint
from quarterdeck.infra.ratelimit import LimitClass
from quarterdeck.infra.web.deps import LimiterDep, part


@dataclass(frozen=True, slots=True)
class LimitedByAddress:
    """Counts a request against the address it comes from: nobody is known yet where the standards are spoken."""

    limit: LimitClass
    purpose: str
    person: bool = False

    async def __call__(self, request: Request, limiter: LimiterDep) -> None:
        await limiter.hit(self.limit, f"{self.purpose}:{peer_of(request)}", person=self.person)


AuthorizationEndpointDep = Annotated[AuthorizationEndpoint, Depends(part("identity.oauth.authorization_endpoint"))]
TokenEndpointDep = Annotated[TokenEndpoint, Depends(part("identity.oauth.token_endpoint"))]
ClientRefusalsDep = Annotated[ClientRefusals, Depends(part("identity.oauth.refusals"))]
