"""From a provider's claims to a profile: nothing in them is taken for more than it says."""

import unicodedata
from collections.abc import Mapping
from typing import Any

from quarterdeck.identity.providers.types import Profile
from quarterdeck.identity.users.emails import canonical_email

LONGEST_NAME = 200


def profile_of(issuer: str, subject: str, claims: Mapping[str, Any]) -> Profile:
    """Only the JSON value `true` verifies an address: `"true"`, 1 and nothing do not."""
    email = canonical_or_none(claims.get("email"))
    verified = email is not None and claims.get("email_verified") is True
    name = tidy_name(claims.get("name")) or (email or "").partition("@")[0] or subject[:LONGEST_NAME]
    return Profile(issuer, subject, name, email, verified)


def canonical_or_none(claimed: Any) -> str | None:
    if not isinstance(claimed, str):
        return None
    try:
        return canonical_email(claimed)
    except ValueError:
        return None


def tidy_name(claimed: Any) -> str:
    """Keep what can be shown: no control or direction-changing characters, one space between words."""
    if not isinstance(claimed, str):
        return ""
    shown = "".join(" " if unicodedata.category(each)[0] in "CZ" else each for each in claimed)
    return " ".join(shown.split())[:LONGEST_NAME].strip()
