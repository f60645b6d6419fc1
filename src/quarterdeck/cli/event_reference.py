"""The reference of events, made of what the slices declare."""

import json
from collections.abc import Iterator, Sequence

from quarterdeck.events import api as events
from quarterdeck.identity import api as identity
from quarterdeck.infra import jobs
from quarterdeck.infra.event_log import EventType
from quarterdeck.insights import api as insights

PAGE_HEAD = """# Events

Everything that happens is one log. Each event has a `seq` that counts without a gap, so a client that remembers the
last one it saw misses nothing and sees nothing twice. [How to follow it](../guides/events.md).

_The table is written by `./dev docs` from what each slice declares in its `event_types.py`; change it there._

```json
{
  "seq": 4711,
  "id": "01a2006c-cd7f-7579-940e-f29154f4d890",
  "type": "repository.synced",
  "time": "2026-11-22T10:00:00Z",
  "organization_id": "01a2006c-…",
  "subject": {"type": "repository", "id": "01a2006c-…"},
  "actor_id": null,
  "data": {"commits": 5512, "changes": 410, "deployments": 96, "contributors": 31}
}
```

`actor_id` is the user who did it; `null` is the server itself. Types are `noun.verb` in the past tense; new ones may
appear at any time, so skip what you do not know. You see an event while you belong to its audience and hold its
scope, as of now and not as of then. Administrators see every organization's events, but not what concerns another
person alone. What is for one person (sessions, keys, grants, and jobs that belong to no organization) is for somebody
signed in: that person's API keys and connected apps see such an event only when it names a scope that they hold, and
none of those below does.

| type | audience | scope | `data` |
|---|---|---|---|
"""
PAGE_END = """
What other systems tell (`github.*`, `gitlab.*`, `sentry.*`, `generic.*`) comes by the [inbox](../guides/inbox.md); a
field that the sender left out is left out.
"""
READERS = {"organization": "the organization", "person": "the person", "administrators": "administrators"}


def event_types() -> Sequence[EventType]:
    """Return every type that this server publishes, in the order of the page."""
    return (*identity.EVENT_TYPES, *insights.EVENT_TYPES, *jobs.EVENT_TYPES, *events.EVENT_TYPES)


def event_page() -> str:
    return f"{PAGE_HEAD}{''.join(_rows())}{PAGE_END}"


def event_names() -> str:
    """Return the types as the console reads them."""
    told = [{"name": each.name, "audience": each.audience, "scope": each.scope} for each in event_types()]
    lines = ",\n".join(f"  {json.dumps(each)}" for each in told)
    return f"[\n{lines}\n]\n"


def _rows() -> Iterator[str]:
    for each in event_types():
        readers = each.readers or READERS[each.audience]
        cells = (f"`{each.name}`", readers, f"`{each.scope}`" if each.scope else "", each.data)
        yield f"| {' | '.join(cells)} |\n".replace("  ", " ")
