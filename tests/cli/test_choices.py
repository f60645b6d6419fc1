"""The words that options take are those of the API."""

from quarterdeck.cli import choices
from quarterdeck.events.inbox import types as inbox
from quarterdeck.events.webhooks import types as webhooks
from quarterdeck.identity import roles


def test_options_take_what_the_api_takes() -> None:
    assert choices.Role == roles.Role
    assert choices.OrganizationRole == roles.OrganizationRole
    assert choices.SourceKind == inbox.SourceKind
    assert choices.InboxDeliveryState == inbox.DeliveryState
    assert choices.WebhookDeliveryState == webhooks.DeliveryState
