"""A GitHub of our own: OAuth 2 with its habits (errors come with status 200), `/user` and `/user/emails`."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from tests.servers.answering import Asked, Told, answering
from tests.servers.issuer import as_json, fits

CLIENT_ID, CLIENT_SECRET = "Iv1.quarterdeck", "github-client-secret-of-tests"


def address(email: str, *, primary: bool = False, verified: bool = True) -> dict[str, Any]:
    return {"email": email, "primary": primary, "verified": verified, "visibility": None}


@dataclass
class GitHub:
    port: int = 0
    user: dict[str, Any] = field(default_factory=lambda: {"id": 583231, "login": "ada", "name": "Ada Lovelace"})
    emails: Any = field(default_factory=lambda: [address("ada@crew.example", primary=True)])
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)
    _tokens: set[str] = field(default_factory=set)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.port}"

    def answer(self, asked: Asked) -> Told:
        if asked.path == "/login/oauth/authorize":
            return self._authorize(asked)
        if asked.path == "/login/oauth/access_token":
            return self._access_token(asked)
        if asked.headers.get("authorization", "").removeprefix("Bearer ") not in self._tokens:
            return as_json({"message": "Bad credentials"}, 401)
        shown = {"/api/v3/user": self.user, "/api/v3/user/emails": self.emails}
        return as_json(shown[asked.path]) if asked.path in shown else as_json({"message": "Not Found"}, 404)

    def _authorize(self, asked: Asked) -> Told:
        code = f"{len(self._codes):020x}"
        self._codes[code] = dict(asked.query)
        back = urlencode({"code": code, "state": asked.query["state"]})
        return Told(302, headers={"Location": f"{asked.query['redirect_uri']}?{back}"})

    def _access_token(self, asked: Asked) -> Told:
        begun = self._codes.pop(asked.form.get("code", ""), None)
        known = (asked.form.get("client_id"), asked.form.get("client_secret")) == (CLIENT_ID, CLIENT_SECRET)
        if not known:
            return as_json({"error": "incorrect_client_credentials"})
        if begun is None or not fits(begun, asked):
            return as_json({"error": "bad_verification_code", "error_description": "The code is incorrect or expired."})
        token = f"gho_{len(self._tokens):036d}"
        self._tokens.add(token)
        return as_json({"access_token": token, "token_type": "bearer", "scope": begun["scope"]})


@contextmanager
def a_github() -> Iterator[GitHub]:
    github = GitHub()
    with answering(github.answer) as port:
        github.port = port
        yield github
