"""Every kind of source. Another one is a file and a line."""

from collections.abc import Mapping

from quarterdeck.events.inbox.kinds.core import Kind
from quarterdeck.events.inbox.kinds.generic import Generic
from quarterdeck.events.inbox.kinds.github import GitHub
from quarterdeck.events.inbox.kinds.gitlab import GitLab
from quarterdeck.events.inbox.kinds.sentry import Sentry

KINDS: Mapping[str, Kind] = {kind.name: kind for kind in (GitHub(), GitLab(), Sentry(), Generic())}

__all__ = ["KINDS", "Kind"]
