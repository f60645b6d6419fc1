"""From a provider's claims to a profile: nothing in them is taken for more than it says."""

from collections.abc import Mapping
from typing import Any

from quarterdeck.identity.names import LONGEST, shown_name
from quarterdeck.identity.providers.types import Profile
from quarterdeck.identity.users.emails import canonical_email


def profile_of(issuer: str, subject: str, claims: Mapping[str, Any]) -> Profile:
    """Only the JSON value `true` verifies an address: `"true"`, 1 and nothing do not."""
    email = canonical_or_none(claims.get("email"))
    verified = email is not None and claims.get("email_verified") is True
    name = shown_name(claims.get("name")) or (email or "").partition("@")[0] or subject[:LONGEST]
    return Profile(issuer, subject, name, email, verified)


def canonical_or_none(claimed: Any) -> str | None:
    if not isinstance(claimed, str):
        return None
    try:
        return canonical_email(claimed)
    except ValueError:
        return None
