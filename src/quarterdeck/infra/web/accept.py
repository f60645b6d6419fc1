"""What a client wants back, by its Accept header."""


def asks_for_html(accept: str) -> bool:
    """Tell whether an Accept header names text/html, as every browser's does and no API client's default."""
    return any(part.partition(";")[0].strip().lower() == "text/html" for part in accept.split(","))
