"""An OpenID Connect issuer of our own, which keeps the rules unless a test tells it to break one.

What an honest issuer does is tested against one that nobody here wrote: see `oidc_mock.py`.
"""

import base64
import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from typing import Any
from urllib.parse import unquote, urlencode

from joserfc import jwt
from joserfc.jwk import RSAKey

from quarterdeck.kit import clock
from tests.servers.answering import Asked, Told, answering
from tests.waiting import DEADLINE

CLIENT_ID, CLIENT_SECRET = "quarterdeck-test", "a secret between us: /?&"


@cache
def signing_key(kid: str = "first") -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": kid, "use": "sig"})


def signed(claims: dict[str, Any]) -> str:
    """As an honest issuer signs."""
    return jwt.encode({"alg": "RS256", "kid": "first"}, claims, signing_key())


@dataclass
class Issuer:
    """`person` is who is signed in there; the other fields are ways to misbehave."""

    port: int = 0
    person: dict[str, Any] = field(default_factory=dict)
    mint: Callable[[dict[str, Any]], str] = signed
    userinfo: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    broken: dict[str, Told] = field(default_factory=dict)
    held: threading.Event | None = None
    """While one is here, every answer waits until it is set."""
    asked: Counter[str] = field(default_factory=Counter)
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.port}"

    def answer(self, asked: Asked) -> Told:
        self.asked[asked.path] += 1
        if self.held is not None:
            self.held.wait(DEADLINE)
        if asked.path in self.broken:
            return self.broken[asked.path]
        routes: dict[str, Callable[[Asked], Told]] = {
            "/.well-known/openid-configuration": self._metadata,
            "/jwks": lambda _: as_json({"keys": [signing_key().as_dict(private=False)]}),
            "/authorize": self._authorize,
            "/token": self._token,
            "/userinfo": lambda _: as_json(self.userinfo),
        }
        return routes[asked.path](asked) if asked.path in routes else Told(404)

    def _metadata(self, _asked: Asked) -> Told:
        usual = {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/jwks",
            "id_token_signing_alg_values_supported": ["RS256"],
            "authorization_response_iss_parameter_supported": True,
        }
        return as_json(usual | self.metadata)

    def _authorize(self, asked: Asked) -> Told:
        """The person is signed in here and agrees at once."""
        code = f"code-{len(self._codes)}-of-{self.person.get('sub')}"
        self._codes[code] = dict(asked.query)
        back = urlencode({"code": code, "state": asked.query["state"], "iss": self.url})
        return Told(302, headers={"Location": f"{asked.query['redirect_uri']}?{back}"})

    def _token(self, asked: Asked) -> Told:
        begun = self._codes.pop(asked.form.get("code", ""), None)
        if not self._is_ours(asked) or begun is None or not fits(begun, asked):
            return as_json({"error": "invalid_grant"}, 400)
        moment = int(clock.now().timestamp())
        claims = {
            "iss": self.url,
            "aud": CLIENT_ID,
            "iat": moment,
            "exp": moment + 300,
            "nonce": begun["nonce"],
        }
        return as_json({"access_token": "an-access-token", "id_token": self.mint(claims | self.person)})

    def _is_ours(self, asked: Asked) -> bool:
        kind, _, value = asked.headers.get("authorization", "").partition(" ")
        if kind != "Basic":
            return (asked.form.get("client_id"), asked.form.get("client_secret")) == (CLIENT_ID, CLIENT_SECRET)
        user, _, password = base64.b64decode(value).decode().partition(":")
        return (unquote(user), unquote(password)) == (CLIENT_ID, CLIENT_SECRET)


def fits(begun: dict[str, str], asked: Asked) -> bool:
    """The same redirect address, and the verifier that belongs to the challenge."""
    digest = sha256(asked.form.get("code_verifier", "").encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    same = asked.form.get("redirect_uri") == begun.get("redirect_uri")
    return same and begun.get("code_challenge_method") == "S256" and begun.get("code_challenge") == challenge


def as_json(value: Any, status: int = 200) -> Told:
    return Told(status, json.dumps(value).encode())


@contextmanager
def an_issuer(**person: Any) -> Iterator[Issuer]:
    issuer = Issuer(person=person)
    with answering(issuer.answer) as port:
        issuer.port = port
        yield issuer
