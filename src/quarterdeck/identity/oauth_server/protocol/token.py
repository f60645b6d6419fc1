"""`/oauth/token` and `/oauth/revoke`: read the facts, let Authlib decide, write what it decided in one transaction."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from quarterdeck.identity.authentication.caller_cache import CallerCache
from quarterdeck.identity.authentication.location import ServerLocation
from quarterdeck.identity.oauth_server.clients.lookup import ClientDirectory
from quarterdeck.identity.oauth_server.grants import repository
from quarterdeck.identity.oauth_server.grants.service import REUSED, end_by_client
from quarterdeck.identity.oauth_server.grants.types import Grant
from quarterdeck.identity.oauth_server.keys.signing import SigningKeys
from quarterdeck.identity.oauth_server.protocol.facts import Decision, ProtocolFacts, ProtocolResponse
from quarterdeck.identity.oauth_server.protocol.parameters import client_of
from quarterdeck.identity.oauth_server.protocol.refusals import ClientRefusals
from quarterdeck.identity.oauth_server.protocol.server import GrantServer
from quarterdeck.identity.oauth_server.protocol.views import PlainRequest
from quarterdeck.identity.secrets import secret_hash
from quarterdeck.infra.database import Database, Session
from quarterdeck.kit.clock import now

_NO_STORE: Final = {"Cache-Control": "no-store", "Pragma": "no-cache"}


@dataclass(frozen=True, slots=True)
class TokenEndpoint:
    """Exchanges codes and refresh tokens, and takes tokens back. `refresh_lifetime` counts from each exchange."""

    database: Database
    clients: ClientDirectory
    keys: SigningKeys
    refusals: ClientRefusals
    callers: CallerCache
    refresh_lifetime: timedelta

    async def exchange(
        self, location: ServerLocation, given: dict[str, str], headers: Mapping[str, str], peer: str
    ) -> ProtocolResponse:
        """Exchange a code or a refresh token. Raises `RateLimited` when `peer` was refused too often."""
        facts = await self._facts(location, given, headers)
        response, decision = await asyncio.to_thread(_decide_token, facts, given, headers)
        if not await self._write(decision):
            response = ProtocolResponse(400, {"error": "invalid_grant"}, dict(_NO_STORE))
        await self._note(response, given, peer)
        return response

    async def revoke(
        self, location: ServerLocation, given: dict[str, str], headers: Mapping[str, str], peer: str
    ) -> ProtocolResponse:
        """Take back a refresh or access token, and its whole grant. An unknown token is gone already, which is fine.

        Raises `RateLimited` as the exchange does.
        """
        facts = await self._facts(location, given, headers)
        response, decision = await asyncio.to_thread(_decide_revoke, facts, given, headers)
        if decision.revoked is not None:
            async with self.database.writing() as session:
                await end_by_client(session, self.callers, decision.revoked, "client")
        await self._note(response, given, peer)
        return response

    async def _facts(
        self, location: ServerLocation, given: dict[str, str], headers: Mapping[str, str]
    ) -> ProtocolFacts:
        client_id = client_of(headers.get("Authorization"), given)
        client = await self.clients.stored(client_id) if client_id else None
        signer = await self.keys.signer(self.database) if "grant_type" in given else None
        token = given.get("refresh_token") or given.get("token")
        async with self.database.reading() as session:
            code = await repository.code_with_hash(session, secret_hash(given["code"])) if "code" in given else None
            refresh = await repository.refresh_with_hash(session, secret_hash(token)) if token else None
        grant = await self._grant_of_access_token(location, given.get("token"))
        return ProtocolFacts(location, client, code, refresh, grant, signer)

    async def _grant_of_access_token(self, location: ServerLocation, token: str | None) -> Grant | None:
        for audience in (location.api, location.mcp) if token else ():
            claims = await self.keys.read(self.database, token or "", location.base, audience)
            if claims is not None:
                async with self.database.reading() as session:
                    return await repository.grant_with_id(session, claims.grant_id)
        return None

    async def _write(self, decision: Decision) -> bool:
        """Write the decision; false when somebody else was quicker with the same code or refresh token."""
        used = decision.code_used or decision.refresh_used
        if used is None and decision.reused is None:
            return True
        async with self.database.writing() as session:
            if decision.reused is not None:
                await end_by_client(session, self.callers, decision.reused, REUSED)
            elif used is not None and not await _exchange(session, decision, used.grant, self.refresh_lifetime):
                await end_by_client(session, self.callers, used.grant, REUSED)
                return False
        return True

    async def _note(self, response: ProtocolResponse, given: Mapping[str, str], peer: str) -> None:
        if response.error:
            kind = given.get("grant_type", "revocation")[:64]
            await self.refusals.note(peer, "oauth.token", error=response.error, grant_type=kind)


def _decide_token(
    facts: ProtocolFacts, given: dict[str, str], headers: Mapping[str, str]
) -> tuple[ProtocolResponse, Decision]:
    server = GrantServer(facts)
    response: ProtocolResponse = server.create_token_response(PlainRequest("POST", given, headers))
    return response, server.decision


def _decide_revoke(
    facts: ProtocolFacts, given: dict[str, str], headers: Mapping[str, str]
) -> tuple[ProtocolResponse, Decision]:
    server = GrantServer(facts)
    response: ProtocolResponse = server.create_endpoint_response("revocation", PlainRequest("POST", given, headers))
    return response, server.decision


async def _exchange(session: Session, decision: Decision, grant: Grant, lifetime: timedelta) -> bool:
    """Use up the code or the refresh token, which works once, and keep the next refresh token."""
    moment = now()
    until = moment + lifetime
    if decision.code_used is not None:
        first = await repository.use_code(session, decision.code_used.code_hash, moment)
    elif decision.refresh_used is not None:
        first = await repository.use_refresh(session, decision.refresh_used.token_hash, moment)
    else:
        first = False
    if not first or not await repository.prolong_grant(session, grant.id, moment, until):
        return False
    await repository.add_refresh(session, secret_hash(decision.new_refresh or ""), grant.id, until)
    return True
