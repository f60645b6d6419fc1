"""What a derivation is given besides git's commits: names that point at them, what messages say, what was imported."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from quarterdeck.insights.facts.rows import Change, Commit, Deployment, Incident


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag on a commit. `tagged_time` (naive UTC) is null for a lightweight tag and one without a tagger."""

    name: str
    sha: str
    tagged_time: datetime | None


@dataclass(frozen=True, slots=True)
class Note:
    """What the message of a merge, a squash or a revert tells beyond the columns of its commit row."""

    title: str | None = None
    branch: str | None = None
    reverts_number: int | None = None
    reverts_title: str | None = None


@dataclass(frozen=True, slots=True)
class Imports:
    """All that clients have imported for one repository."""

    commits: Sequence[Commit] = ()
    changes: Sequence[Change] = ()
    deployments: Sequence[Deployment] = ()
    incidents: Sequence[Incident] = ()
