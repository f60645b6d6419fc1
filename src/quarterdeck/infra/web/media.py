"""Media types, as `Content-Type` and `Accept` write them."""

from typing import Final

FORM: Final = "application/x-www-form-urlencoded"
JSON: Final = "application/json"


def media_type(header: str) -> str:
    """Return the type alone, in lower case and without its parameters."""
    return header.partition(";")[0].strip().lower()


def is_json(header: str) -> bool:
    """Tell whether a content type is JSON, or one built on it such as `application/scim+json`."""
    kind = media_type(header)
    return kind == JSON or (kind.startswith("application/") and kind.endswith("+json"))
