"""Which repositories a caller may ask about, as analytics asks and the catalogue of repositories answers."""

from collections.abc import Sequence
from typing import Protocol

from quarterdeck.identity.api import Caller
from quarterdeck.infra.database import Session


class RepositoryScope(Protocol):
    """Names the repositories a caller may ask about, narrowed as the caller wishes.

    Raises `NotFound` when a named organization, team or repository is not the caller's to see.
    """

    async def __call__(
        self,
        session: Session,
        caller: Caller,
        *,
        organization_id: str | None,
        team_id: str | None,
        repository_id: str | None,
    ) -> Sequence[str]: ...
