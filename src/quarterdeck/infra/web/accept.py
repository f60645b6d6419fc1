"""What a client wants back, by its Accept header."""

from quarterdeck.infra.web.media import media_type


def asks_for_html(accept: str) -> bool:
    """Tell whether an Accept header names text/html, as every browser's does and no API client's default."""
    return any(media_type(part) == "text/html" for part in accept.split(","))
