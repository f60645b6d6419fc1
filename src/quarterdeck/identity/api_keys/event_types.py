"""What is told of API keys: to whose they are, since somebody else may have done it."""

from typing import Final

from quarterdeck.infra.event_log import EventType

API_KEY_CREATED = EventType("api_key.created", "person", action="api_key.create", readers="its owner", data="`name`")
API_KEY_ROTATED = EventType("api_key.rotated", "person", action="api_key.rotate", readers="its owner", data="`name`")
API_KEY_REVOKED = EventType("api_key.revoked", "person", action="api_key.revoke", readers="its owner", data="`name`")

EVENT_TYPES: Final = (API_KEY_CREATED, API_KEY_ROTATED, API_KEY_REVOKED)
