"""E-mail addresses in one canonical form, so that an account is found however its address is typed.

The canonical form is: NFKC; the local part in lower case; the domain as IDNA A-labels (UTS 46, which folds
case). Compatibility forms (full-width letters, the Kelvin sign) thus meet their plain twin, while look-alikes
(dotless i, Cyrillic letters) stay different accounts. An account is only ever found by this form.
"""

import re
import unicodedata
from typing import Annotated

import idna
from pydantic import AfterValidator, Field

LONGEST = 254
_LOCAL = re.compile(r"[^\s@\"(),:;<>\[\]\\\x00-\x1f\x7f.]+(\.[^\s@\"(),:;<>\[\]\\\x00-\x1f\x7f.]+)*")


def canonical_email(typed: str) -> str:
    """Return the canonical form of an address. Raises `ValueError` when it is none."""
    local, at, domain = unicodedata.normalize("NFKC", typed.strip()).rpartition("@")
    local = unicodedata.normalize("NFKC", local.lower())
    if not at or not _LOCAL.fullmatch(local) or len(local.encode()) > 64:  # noqa: PLR2004 - RFC 5321, 4.5.3.1.1
        raise ValueError("not an e-mail address")
    canonical = f"{local}@{canonical_domain(domain)}"
    if len(canonical) > LONGEST:
        raise ValueError("the e-mail address is too long")
    return canonical


def canonical_domain(domain: str) -> str:
    """Return the A-label form of a domain. Raises `ValueError` when it is none."""
    try:
        return idna.encode(domain, uts46=True).decode("ascii")
    except idna.IDNAError:
        raise ValueError("not an e-mail address: the domain cannot be read") from None


Email = Annotated[str, Field(min_length=3, max_length=320), AfterValidator(canonical_email)]
"""A request field that arrives as typed and continues in canonical form."""
