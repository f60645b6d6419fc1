"""The rows that every program of the list benchmark returns: our own models, so that serializing costs the same."""

from datetime import UTC, datetime

from quarterdeck.infra.web.schema import ListOf
from quarterdeck.insights.repositories.schemas import RepositoryOut, Strategy, SyncOut

RepositoryList = ListOf[RepositoryOut]

NEVER_READ = SyncOut(
    job_id=None, state="never", phase=None, done=None, total=None, message=None, error=None, last_synced_at=None
)
MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
PEER_KEY = "peer-key"
ORGANIZATION = "01a20085-0000-7000-8000-000000000000"


def example_row(number: int) -> RepositoryOut:
    return RepositoryOut(
        id=f"01a20085-0000-7000-8000-{number:012}",
        name=f"repository-{number}",
        url=None,
        path=None,
        language=None,
        organization_id=ORGANIZATION,
        team_id=None,
        last_commit=None,
        commit_count=0,
        strategy=Strategy(),
        sync=NEVER_READ,
        created_at=MOMENT,
        updated_at=MOMENT,
        version=1,
    )


def example_list() -> RepositoryList:
    return RepositoryList(items=[example_row(number) for number in range(20)], total=200, page=1, page_size=20)
