"""A push that another system tells of: whoever is registered under its address is read again."""

import re
from collections.abc import Iterator, Sequence

from quarterdeck.infra.database import Session
from quarterdeck.insights.repositories.location import canonical_location
from quarterdeck.insights.repositories.repository import repositories_at
from quarterdeck.insights.repositories.service import queue_sync
from quarterdeck.insights.sources.git.addresses import KNOWN_SCHEMES, parse_url
from quarterdeck.insights.sources.git.errors import UnsafeUrl

# `git@host:path`, as hosts write the address that ssh spells `ssh://git@host/path`
_SHORT_SSH = re.compile(r"([\w.-]+@[\w.-]+):([^/].*)")


async def queue_pushed(session: Session, organization_id: str, addresses: Sequence[str]) -> list[str]:
    """Queue a reading of the organization's repositories at any of `addresses`; returns the jobs."""
    locations = list(_locations(addresses))
    found = await repositories_at(session, organization_id, locations) if locations else []
    return [await queue_sync(session, repository_id, organization_id) for repository_id in found]


def _locations(addresses: Sequence[str]) -> Iterator[str]:
    """Spell them as registered ones are; hosts take capital and small letters for the same."""
    for address in addresses:
        try:
            remote = parse_url(_SHORT_SSH.sub(r"ssh://\1/\2", address), schemes=KNOWN_SCHEMES)
        except UnsafeUrl:  # nothing can be registered under it
            continue
        yield canonical_location(remote).lower()
