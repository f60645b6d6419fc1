"""What a webhook is sent: the event as every other face shows it, in the envelope of Standard Webhooks."""

import json

from quarterdeck.events.webhooks.types import TEST, Webhook
from quarterdeck.infra.event_log import Event
from quarterdeck.kit.clock import isoformat, now
from quarterdeck.kit.ids import new_id


def body_of(event: Event) -> str:
    wire = event.on_the_wire()
    whole = {"type": event.type, "timestamp": wire["time"], "data": wire}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))


def ping_for(webhook: Webhook, actor_id: str) -> tuple[str, str]:
    """Return the id and the body of an event that is in no log and so has no number."""
    event_id, moment = new_id(), isoformat(now())
    wire = {
        "seq": None,
        "id": event_id,
        "type": TEST,
        "time": moment,
        "organization_id": webhook.organization_id,
        "subject": {"type": "webhook", "id": webhook.id},
        "actor_id": actor_id,
        "data": {},
    }
    return event_id, json.dumps({"type": TEST, "timestamp": moment, "data": wire}, separators=(",", ":"))
