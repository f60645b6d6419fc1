"""ID tokens: whatever is not signed by the issuer, for us, now, in answer to our request, signs nobody in."""

import base64
import hmac
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from joserfc import jws, jwt
from joserfc.errors import SecurityWarning
from joserfc.jwk import ECKey, RSAKey

from quarterdeck.kit import clock
from tests.identity.decks import Deck, Person, error_of
from tests.identity.providers import walk
from tests.identity.providers.noted import refusals
from tests.servers.answering import Told
from tests.servers.issuer import CLIENT_ID, Issuer, as_json, signed, signing_key

Mint = Callable[[dict[str, Any]], str]
STRANGER = RSAKey.generate_key(2048, {"kid": "first"})
CURVE = ECKey.generate_key("P-256", {"kid": "first"})


def changed(**claims: Any) -> Mint:
    """Mint an honest token but for these claims; `None` leaves one out."""

    def mint(usual: dict[str, Any]) -> str:
        return signed({name: value for name, value in (usual | claims).items() if value is not None})

    return mint


def with_public_key_as_secret(claims: dict[str, Any]) -> str:
    """By hand, since the library refuses to help."""
    message = _joined({"alg": "HS256", "kid": "first"}, claims)
    mac = hmac.digest(signing_key().as_pem(private=False), message, "sha256")
    return (message + b"." + base64.urlsafe_b64encode(mac).rstrip(b"=")).decode()


def unsigned(claims: dict[str, Any]) -> str:
    return _joined({"alg": "none"}, claims).decode() + "."


def _joined(*parts: dict[str, Any]) -> bytes:
    return b".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in parts)


def by_a_stranger(claims: dict[str, Any]) -> str:
    return jwt.encode({"alg": "RS256", "kid": "first"}, claims, STRANGER)


def with_its_own_key(claims: dict[str, Any]) -> str:
    header = {"alg": "RS256", "kid": "first", "jwk": STRANGER.as_dict(private=False)}
    return jwt.encode(header, claims, STRANGER)


def with_another_kind_of_key(claims: dict[str, Any]) -> str:
    return jwt.encode({"alg": "ES256", "kid": "first"}, claims, CURVE)


def with_an_algorithm_nobody_announced(claims: dict[str, Any]) -> str:
    return jwt.encode({"alg": "PS512", "kid": "first"}, claims, signing_key(), algorithms=["PS512"])


def with_something_critical(claims: dict[str, Any]) -> str:
    registry = jws.JWSRegistry(strict_check_header=False, algorithms=["RS256"])
    registry.check_header = lambda _header: None  # type: ignore[method-assign,assignment]  # the signer must not be so strict
    header = {"alg": "RS256", "kid": "first", "crit": ["exp-strict"], "exp-strict": True}
    return jws.serialize_compact(header, json.dumps(claims).encode(), signing_key(), registry=registry)


def tampered(claims: dict[str, Any]) -> str:
    head, _, tail = signed(claims).split(".")
    body = base64.urlsafe_b64encode(json.dumps(claims | {"sub": "admin"}).encode()).rstrip(b"=").decode()
    return f"{head}.{body}.{tail}"


NOW = int(clock.now().timestamp())
BAD: dict[str, Mint] = {
    "HS256 with the public key": with_public_key_as_secret,
    "no signature": unsigned,
    "another key under the same id": by_a_stranger,
    "a key it brings itself": with_its_own_key,
    "another kind of key": with_another_kind_of_key,
    "an algorithm nobody announced": with_an_algorithm_nobody_announced,
    "an unknown critical header": with_something_critical,
    "changed after signing": tampered,
    "another nonce": changed(nonce="B" * 43),
    "no nonce": changed(nonce=None),
    "a nonce that is no text": changed(nonce=7),
    "another audience": changed(aud="somebody-else"),
    "no audience": changed(aud=None),
    "audiences without authorized party": changed(aud=[CLIENT_ID, "somebody-else"]),
    "another authorized party": changed(azp="somebody-else"),
    "another issuer": changed(iss="https://evil.example"),
    "no issuer": changed(iss=None),
    "expired": changed(iat=NOW - 600, exp=NOW - 300),
    "no end": changed(exp=None),
    "an end that is text": changed(exp="9999999999"),
    "an end that is true": changed(exp=True),
    "issued tomorrow": changed(iat=NOW + 86_400, exp=NOW + 90_000),
    "not yet": changed(nbf=NOW + 3_600),
    "no subject": changed(sub=None),
    "an empty subject": changed(sub=""),
    "a number for a subject": changed(sub=7),
    "a subject without end": changed(sub="s" * 256),
    "no token at all": lambda _: "",
    "garbage": lambda _: "a.b.c",
    "too many parts": lambda claims: f"{signed(claims)}.x",
    "a megabyte": lambda claims: signed(claims | {"pad": "x" * 100_000}),
    "not ASCII": lambda _: "é.é.é",
}
GOOD: dict[str, Mint] = {
    "as usual": signed,
    "a list of one audience": changed(aud=[CLIENT_ID]),
    "two audiences and us authorized": changed(aud=[CLIENT_ID, "somebody-else"], azp=CLIENT_ID),
    "a clock some seconds off": changed(iat=NOW + 30, exp=NOW + 330),
}


@pytest.mark.parametrize("mint", BAD.values(), ids=BAD.keys())
async def test_a_bad_id_token_signs_nobody_in(deck: Deck, admin: Person, issuer: Issuer, mint: Mint) -> None:
    issuer.mint = mint
    browser = deck.client()

    refused = await walk.arrive(browser, await walk.consent(await walk.depart(browser, "google")))

    assert error_of(refused, 401)["code"] == "INVALID_PROVIDER_PROOF"
    assert await refusals(deck, admin) == ["INVALID_PROVIDER_PROOF"]
    assert (await admin.client.get("/users")).json()["total"] == 1


@pytest.mark.parametrize("mint", GOOD.values(), ids=GOOD.keys())
async def test_a_good_one_does(deck: Deck, issuer: Issuer, mint: Mint) -> None:
    issuer.mint = mint

    assert (await walk.sign_in(deck.client(), "google")).status_code == 200


async def test_a_thousand_unknown_keys_cost_one_question_a_minute(deck: Deck, issuer: Issuer) -> None:
    with clock.frozen(datetime.now(UTC)):
        await walk.sign_in(deck.client(), "google")
        keys = deck.identity.providers.named("google")._issuer  # type: ignore[attr-defined]
        clock.advance(timedelta(seconds=61))
        for number in range(1_000):
            assert await keys.keys_for(f"unknown-{number}") == []
        assert issuer.asked["/jwks"] == 2
        clock.advance(timedelta(seconds=61))
        await keys.keys_for("unknown")
        assert issuer.asked["/jwks"] == 3


async def test_a_new_key_of_the_issuer_is_found_within_the_minute(deck: Deck, issuer: Issuer) -> None:
    both = [signing_key(kid).as_dict(private=False) for kid in ("first", "second")]
    with clock.frozen(datetime.now(UTC)):
        await walk.sign_in(deck.client(), "google")
        issuer.broken["/jwks"] = as_json({"keys": both})
        issuer.mint = lambda claims: jwt.encode({"alg": "RS256", "kid": "second"}, claims, signing_key("second"))
        clock.advance(timedelta(seconds=59))
        browser = deck.client()
        refused = await walk.arrive(browser, await walk.consent(await walk.depart(browser, "google")))
        error_of(refused, 401)
        clock.advance(timedelta(seconds=-57))  # the issuer's clock is not held, so the leeway must do
        clock.advance(timedelta(seconds=59))

        assert (await walk.sign_in(deck.client(), "google")).status_code == 200


async def test_one_question_serves_many_at_once(deck: Deck, issuer: Issuer) -> None:
    for _ in range(5):
        await walk.sign_in(deck.client(), "google")

    assert issuer.asked["/.well-known/openid-configuration"] == 1
    assert issuer.asked["/jwks"] == 1


@pytest.mark.parametrize(
    "keys", [{"keys": []}, {"keys": "none"}, [], {"keys": [7, {"kty": "oct", "k": "AA"}, {"kty": []}]}]
)
async def test_an_issuer_without_usable_keys_signs_nobody_in(deck: Deck, issuer: Issuer, keys: Any) -> None:
    issuer.broken["/jwks"] = as_json(keys)
    browser = deck.client()

    refused = await walk.arrive(browser, await walk.consent(await walk.depart(browser, "google")))

    assert error_of(refused, 502)["code"] == "PROVIDER_UNAVAILABLE"
    issuer.broken.clear()
    assert (await walk.sign_in(deck.client(), "google")).status_code == 200


async def test_a_weak_key_of_the_issuer_counts_for_nothing(deck: Deck, issuer: Issuer) -> None:
    with pytest.warns(SecurityWarning):
        weak = RSAKey.generate_key(1024, {"kid": "first"})
    issuer.broken["/jwks"] = Told(200, json.dumps({"keys": [weak.as_dict(private=False)]}).encode())
    issuer.mint = lambda claims: jwt.encode({"alg": "RS256", "kid": "first"}, claims, weak)
    browser = deck.client()

    refused = await walk.arrive(browser, await walk.consent(await walk.depart(browser, "google")))

    assert error_of(refused, 502)["code"] == "PROVIDER_UNAVAILABLE"
