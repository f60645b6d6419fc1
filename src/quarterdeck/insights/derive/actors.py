"""Who made a change: a human, a scheduled bot or a coding agent. Markers are a lower bound, never proof."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from quarterdeck.insights.facts.rows import Actor

_AGENT = re.compile(
    r"copilot|devin-ai|devin\.ai|cursoragent|cursor agent|google-labs-jules|openhands|swe-agent|sweep-ai|"
    r"gemini-code-assist|amazon-q-developer|noreply@anthropic\.com|^claude\b|^codex\b|codex@openai\.com|"
    r"noreply@openai\.com|\(aider\)|aider@aider\.chat",
    re.IGNORECASE,
)
_BOT = re.compile(
    r"\[bot\]|^(dependabot|renovate|greenkeeper|mergify|codecov|weblate|github[- ]actions?|allcontributors|"
    r"pre-commit-ci|snyk|imgbot|transifex|crowdin|pyup|semantic-release|travis|circleci|jenkins)\b|"
    r"(^|[\s._-])(ro)?bot\d*$|-bot@|^bot@",
    re.IGNORECASE,
)
AGENT_BRANCHES = ("copilot/", "codex/", "claude/", "cursor/", "devin/")


@dataclass(frozen=True, slots=True)
class Actors:
    """Decides by markers, unless `overrides` (lower-case name or email to actor) knows better."""

    overrides: Mapping[str, Actor] = field(default_factory=dict)

    def of_person(self, name: str, email: str) -> Actor:
        known = self.overrides.get(email.lower()) or self.overrides.get(name.lower())
        if known:
            return known
        if _AGENT.search(name) or _AGENT.search(email):
            return "agent"
        if _BOT.search(name) or _BOT.search(email):
            return "bot"
        return "human"

    def of_commit(self, author: Actor, co_authors: Iterable[tuple[str, str]]) -> Actor:
        """A human who names an agent as co-author had its help; a bot stays a bot whoever co-signs."""
        if author == "human" and any(self.of_person(*person) == "agent" for person in co_authors):
            return "agent"
        return author

    def of_change(self, author: Actor, branch: str | None) -> Actor:
        """Read the branch's name without its owner's: `someone:codex/x`, `someone/codex/x`."""
        if author == "human" and branch and _on_agent_branch(branch.lower()):
            return "agent"
        return author


def _on_agent_branch(branch: str) -> bool:
    without_owner = re.split(r"[:/]", branch, maxsplit=1)[-1]
    return branch.startswith(AGENT_BRANCHES) or without_owner.startswith(AGENT_BRANCHES)
