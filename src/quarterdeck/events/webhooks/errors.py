"""What can go wrong with webhooks."""

from quarterdeck.kit.errors import Conflict, Forbidden, NotFound


class WebhookNotFound(NotFound):
    message = "There is no such webhook"


class WebhookDeliveryNotFound(NotFound):
    message = "There is no such delivery"


class EventNotYours(Forbidden):
    message = "You may not see the event that this delivery tells of"


class TooManyWebhooks(Conflict):
    code = "TOO_MANY_WEBHOOKS"
    message = "The organization has as many webhooks as it may; remove one first"


class WebhookDisabled(Conflict):
    code = "WEBHOOK_DISABLED"
    message = "The webhook is disabled; enable it first"


class DeliveryPending(Conflict):
    code = "DELIVERY_PENDING"
    message = "The delivery is on its way already"
