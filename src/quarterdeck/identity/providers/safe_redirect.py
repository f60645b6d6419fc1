"""Where a finished sign-in may lead: to a page of our own console, and nowhere else."""

import re
from typing import Final

LONGEST: Final = 500
HOME: Final = "/console/"
ACCOUNT: Final = "/console/account"

# Segments begin with neither a dot nor a slash, so no `//host`, no `..`; a backslash or a `%2f` is no part of them.
_SEGMENT = r"/[A-Za-z0-9_~:@-][A-Za-z0-9._~:@-]*"
_QUERY = r"\?[A-Za-z0-9._~:@/?!$&'()*+,;=%-]*"
_OWN = re.compile(rf"(?:{_SEGMENT})*/console(?:{_SEGMENT})*/?(?:{_QUERY})?")


def safe_redirect(wanted: str, base_path: str = "") -> str:
    """Return `wanted` when it is the path of a console page. Raises `ValueError`."""
    inside = wanted.removeprefix(base_path)
    if not inside.startswith(("/console/", "/console?")) and inside != "/console":
        raise ValueError("must be a path of this server's console, such as /console/repositories")
    if len(wanted) > LONGEST or not _OWN.fullmatch(wanted):
        raise ValueError("must be a plain path of this server's console")
    return wanted
