"""Whether a request that carries a cookie comes from our own pages.

Browsers say it themselves in `Sec-Fetch-Site`; older ones send at least `Origin`. A request with neither does
not come from a page. No token is needed.
"""

from collections.abc import Collection
from urllib.parse import urlsplit

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def is_cross_site(fetch_site: str | None, origin: str | None, host: str | None, trusted: Collection[str]) -> bool:
    """Tell whether another site's page sent this. `trusted` are the listed CORS origins and our own address."""
    if origin is not None and origin in trusted:
        return False
    if fetch_site is not None:
        return fetch_site not in {"same-origin", "none"}
    return origin is not None and urlsplit(origin).netloc != host
