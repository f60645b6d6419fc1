"""What can go wrong with the inbox."""

from quarterdeck.kit.errors import BadRequest, Conflict, NotFound, QuarterdeckError, Unauthenticated, Unavailable


class NotVerified(Unauthenticated):
    """One answer for an unknown source and for every fault of a signature: a stranger learns nothing from it."""

    code = "WEBHOOK_NOT_VERIFIED"
    message = "The signature does not match, is too old, or there is no such source"


class BadDelivery(BadRequest):
    code = "INVALID_DELIVERY"
    message = "The delivery carries no usable id or event name in its headers"


class TooSlow(Unavailable):
    code = "DELIVERY_TOO_SLOW"
    message = "The body did not come in time; deliver it again"


class SourceNotFound(NotFound):
    message = "There is no such source"


class InboxDeliveryNotFound(NotFound):
    message = "There is no such delivery"


class BuiltInSource(Conflict):
    code = "BUILT_IN_SOURCE"
    message = "This source is made by a setting; change the setting instead"


class Unreadable(QuarterdeckError):
    """The body of a verified delivery cannot be read; it is kept, with this sentence."""

    code = "UNREADABLE_DELIVERY"
    message = "The body cannot be read"
