"""Whether a request that carries a cookie comes from our own pages.

Browsers say it themselves in `Sec-Fetch-Site`; older ones send at least `Origin`. A request with neither does
not come from a page. No token is needed.
"""

from collections.abc import Collection

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def is_cross_site(fetch_site: str | None, origin: str | None, trusted: Collection[str], own: Collection[str]) -> bool:
    """Tell whether another site's page sent this.

    `trusted` are the listed CORS origins and our public one; `own` is what the request itself says we are, which only
    counts where the browser tells nothing better. Over TLS a page that came without is another's.
    """
    if origin is not None and origin in trusted:
        return False
    if fetch_site is not None:
        return fetch_site not in {"same-origin", "none"}
    return origin is not None and origin not in own
