"""Access tokens: ES256 under a published key, for one audience, and nothing that merely looks like one."""

import base64
import hmac
import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from joserfc import jwt
from joserfc.jwk import ECKey
from sqlalchemy import select

from quarterdeck.identity.api import purge
from quarterdeck.identity.oauth_server.keys.signing import LIFETIME, RELOAD_AFTER, SETTLING
from quarterdeck.identity.oauth_server.models import oauth_keys
from quarterdeck.infra.crypto import Keyring
from quarterdeck.kit import clock
from tests.identity.decks import Deck, Person, error_of
from tests.identity.oauth_server.flows import API, BASE, MCP, Program, standard_error, tokens

both = pytest.mark.parametrize("dialect", ["sqlite", "postgresql"], indirect=True)


def decoded(token: str, part: int) -> dict[str, Any]:
    raw = token.split(".")[part]
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(raw + "=" * (-len(raw) % 4)))
    return found


def encoded(value: Mapping[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def signed_with(public: bytes, header: Mapping[str, Any], payload: str) -> str:
    """Sign as HS256 with a public key for the secret, which libraries refuse to do."""
    signed = f"{encoded(header)}.{payload}"
    signature = hmac.digest(public, signed.encode(), "sha256")
    return f"{signed}.{base64.urlsafe_b64encode(signature).decode().rstrip('=')}"


async def private_key(deck: Deck) -> ECKey:
    """The server's own key, as a thief of database and SECRET_KEY would have it."""
    async with deck.database.reading() as session:
        row = await session.row(select(oauth_keys.c.id, oauth_keys.c.sealed_private))
    assert row is not None
    pem = Keyring(deck.parts.settings).open(row.sealed_private, f"oauth_keys:{row.id}:sealed_private")
    return ECKey.import_key(pem)


async def test_a_token_says_what_the_standard_wants(deck: Deck, user: Person, program: Program) -> None:
    given = await tokens(deck, user, program, resource=API)

    header, claims = decoded(given["access_token"], 0), decoded(given["access_token"], 1)
    keys = (await deck.client().get(f"{BASE}/oauth/jwks")).json()["keys"]

    assert header == {"alg": "ES256", "typ": "at+jwt", "kid": keys[0]["kid"]}
    assert {name: claims[name] for name in ("iss", "aud", "sub", "client_id")} == {
        "iss": BASE,
        "aud": API,
        "sub": user.id,
        "client_id": program.client_id,
    }
    assert claims["exp"] - claims["iat"] == LIFETIME.total_seconds()
    assert {"jti", "sid", "scope"} <= claims.keys()
    assert jwt.decode(given["access_token"], ECKey.import_key(keys[0]), algorithms=["ES256"]).claims == claims


async def test_the_published_key_is_public_alone(deck: Deck, user: Person, program: Program) -> None:
    assert (await deck.client().get(f"{BASE}/oauth/jwks")).json() == {"keys": []}
    await tokens(deck, user, program)

    [key] = (await deck.client().get(f"{BASE}/oauth/jwks")).json()["keys"]

    assert set(key) == {"kty", "crv", "x", "y", "kid", "use", "alg"}


async def test_a_token_for_mcp_is_none_for_the_api(deck: Deck, user: Person, program: Program) -> None:
    for_mcp = await tokens(deck, user, program, resource=MCP)
    for_api = await tokens(deck, user, program, resource=API)

    error_of(await deck.client(for_mcp["access_token"]).get("/auth/me"), 401)
    assert (await deck.client(for_api["access_token"]).get("/auth/me")).status_code == 200


async def test_a_token_lasts_ten_minutes(deck: Deck, user: Person, program: Program) -> None:
    with clock.frozen(clock.now()):
        given = await tokens(deck, user, program, resource=API)
        client = deck.client(given["access_token"])
        clock.advance(LIFETIME - timedelta(seconds=2))
        assert (await client.get("/auth/me")).status_code == 200
        clock.advance(timedelta(seconds=2))
        error_of(await client.get("/auth/me"), 401)


@pytest.mark.parametrize(
    "forged",
    [
        {"iss": "https://evil.example"},
        {"iss": f"{BASE}/"},
        {"aud": MCP},
        {"aud": [API, MCP]},
        {"aud": f"{API}/"},
        {"aud": None},
        {"sub": "01a2006c-cd7f-7579-940e-f29154f4d890"},
        {"sid": "01a2006c-cd7f-7579-940e-f29154f4d890"},
        {"sid": None},
        {"exp": None},
        {"exp": "soon"},
        {"exp": 1},
        {"scope": ["projects:read"]},
    ],
)
async def test_other_claims_count_for_nothing_even_under_our_key(
    deck: Deck, user: Person, program: Program, forged: dict[str, Any]
) -> None:
    good = (await tokens(deck, user, program, resource=API))["access_token"]
    header, claims, key = decoded(good, 0), decoded(good, 1), await private_key(deck)
    changed = {name: value for name, value in (claims | forged).items() if value is not None}

    error_of(await deck.client(jwt.encode(header, changed, key, algorithms=["ES256"])).get("/auth/me"), 401)

    same = jwt.encode(header, claims, key, algorithms=["ES256"])
    assert (await deck.client(same).get("/auth/me")).status_code == 200


@pytest.mark.parametrize(
    "header", [{"typ": "JWT"}, {"typ": None}, {"typ": "local+jwt"}, {"kid": None}, {"kid": "other"}]
)
async def test_other_headers_count_for_nothing(
    deck: Deck, user: Person, program: Program, header: dict[str, Any]
) -> None:
    good = (await tokens(deck, user, program, resource=API))["access_token"]
    changed = {name: value for name, value in (decoded(good, 0) | header).items() if value is not None}

    forged = jwt.encode(changed, decoded(good, 1), await private_key(deck), algorithms=["ES256"])

    error_of(await deck.client(forged).get("/auth/me"), 401)


async def test_no_other_algorithm_counts(deck: Deck, user: Person, program: Program) -> None:
    good = (await tokens(deck, user, program, resource=API))["access_token"]
    header, claims, key = decoded(good, 0), decoded(good, 1), await private_key(deck)
    stranger = ECKey.generate_key("P-256")
    _, payload, signature = good.split(".")
    forgeries = [
        signed_with(key.as_pem(private=False), header | {"alg": "HS256"}, payload),
        signed_with(json.dumps(key.as_dict(private=False)).encode(), header | {"alg": "HS256"}, payload),
        signed_with(b"", header | {"alg": "HS256"}, payload),
        f"{encoded(header | {'alg': 'none'})}.{payload}.",
        f"{encoded(header | {'alg': 'none'})}.{payload}.{signature}",
        f"{encoded(header | {'crit': ['exp'], 'exp': 1})}.{payload}.{signature}",
        f"{encoded(header | {'crit': ['b64'], 'b64': False})}.{payload}.{signature}",
        f"{encoded(header | {'jwk': stranger.as_dict(private=False)})}.{payload}.{signature}",
        jwt.encode(header | {"jwk": stranger.as_dict(private=False)}, claims, stranger, algorithms=["ES256"]),
        jwt.encode(header, claims, stranger, algorithms=["ES256"]),
        f"{good[:-4]}AAAA",
        f"{good}.x",
        good.rpartition(".")[0] + ".",
        "..",
        "a.b.c",
    ]

    for forged in forgeries:
        error_of(await deck.client(forged).get("/auth/me"), 401)
    assert (await deck.client(good).get("/auth/me")).status_code == 200


async def test_a_crit_that_nobody_understands_is_refused_even_under_our_key(
    deck: Deck, user: Person, program: Program
) -> None:
    good = (await tokens(deck, user, program, resource=API))["access_token"]
    key = await private_key(deck)
    header, payload = encoded(decoded(good, 0) | {"crit": ["urn:x"], "urn:x": 1}), good.split(".")[1]
    assert key.private_key is not None
    signature = key.private_key.sign(f"{header}.{payload}".encode(), ec.ECDSA(SHA256()))
    forged = f"{header}.{payload}.{base64.urlsafe_b64encode(_raw(signature)).decode().rstrip('=')}"

    error_of(await deck.client(forged).get("/auth/me"), 401)


async def test_many_unknown_key_ids_cost_one_look_at_the_database(
    deck: Deck, user: Person, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = (await tokens(deck, user, program, resource=API))["access_token"]
    stranger, looks = ECKey.generate_key("P-256"), []
    keys = deck.identity.oauth.keys
    with clock.frozen(clock.now()):
        assert (await deck.client(good).get("/auth/me")).status_code == 200
        read_at = keys._read_at
        for number in range(50):
            header = {"alg": "ES256", "typ": "at+jwt", "kid": f"k{number}"}
            forged = jwt.encode(header, decoded(good, 1), stranger, algorithms=["ES256"])
            error_of(await deck.client(forged).get("/auth/me"), 401)
            looks.append(keys._read_at)

    assert set(looks) == {read_at}


@both
async def test_rotation_keeps_old_tokens_good_and_signs_with_the_new_key_when_all_have_seen_it(
    deck: Deck, admin: Person, user: Person, program: Program
) -> None:
    with clock.frozen(clock.now()):
        old = await tokens(deck, user, program, resource=API)
        clock.advance(SETTLING)
        made = (await admin.client.post("/oauth/keys/rotate")).json()

        at_once = await tokens(deck, user, program, resource=API)
        clock.advance(SETTLING)
        later = await tokens(deck, user, program, resource=API)

        assert len(made["published"]) == 2
        assert decoded(at_once["access_token"], 0)["kid"] == decoded(old["access_token"], 0)["kid"] != made["kid"]
        assert decoded(later["access_token"], 0)["kid"] == made["kid"]
        for given in (old, at_once, later):
            assert (await deck.client(given["access_token"]).get("/auth/me")).status_code == 200

        clock.advance(LIFETIME + 2 * SETTLING)
        async with deck.database.writing() as session:
            await purge(session)
        [key] = (await deck.client().get(f"{BASE}/oauth/jwks")).json()["keys"]
        assert key["kid"] == made["kid"]


async def test_a_key_of_another_process_is_known_before_it_signs(deck: Deck, user: Person, program: Program) -> None:
    assert RELOAD_AFTER < SETTLING
    with clock.frozen(clock.now()):
        given = await tokens(deck, user, program, resource=API)
        keys = deck.identity.oauth.keys
        keys._public, keys._read_at = {}, clock.now()

        assert (await deck.client(given["access_token"]).get("/auth/me")).status_code == 200


async def test_keys_sealed_under_another_secret_are_told_and_replaced(
    deck: Deck, admin: Person, user: Person, program: Program
) -> None:
    with clock.frozen(clock.now()):
        given = await tokens(deck, user, program)
        async with deck.database.writing() as session:
            await session.run(oauth_keys.update().values(sealed_private=b"\x01" + b"x" * 60))
        assert standard_error(await program.refresh(given["refresh_token"]), 503) == "temporarily_unavailable"

        clock.advance(SETTLING)
        assert (await admin.client.post("/oauth/keys/rotate")).status_code == 201
        clock.advance(SETTLING)

        assert (await program.refresh(given["refresh_token"])).status_code == 200


def _raw(signature: bytes) -> bytes:
    return b"".join(number.to_bytes(32, "big") for number in decode_dss_signature(signature))
