"""The words that options take. Commands are clients of the API and load nothing of the server; a test compares."""

from typing import Literal

Role = Literal["admin", "user", "agent", "readonly"]
OrganizationRole = Literal["owner", "member", "viewer"]
SourceKind = Literal["github", "gitlab", "sentry", "generic"]
InboxDeliveryState = Literal["received", "processed", "ignored", "failed"]
WebhookDeliveryState = Literal["pending", "succeeded", "failed"]
