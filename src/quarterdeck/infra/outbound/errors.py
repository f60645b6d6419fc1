"""Why a call to another machine was not made, or did not work. None repeats the address it was given."""

from typing import Literal

from quarterdeck.kit.errors import Invalid, UpstreamFailed

FailureReason = Literal["name", "connection", "timeout", "size", "answer"]

_SENTENCES: dict[FailureReason, str] = {
    "name": "The name of the other system does not resolve",
    "connection": "No connection to the other system could be made or kept",
    "timeout": "The other system took too long",
    "size": "The other system answered with more than may be read",
    "answer": "The other system's answer cannot be read",
}


class OutboundRefused(Invalid):
    """The guard forbids it: asking again cannot help."""

    code = "DESTINATION_REFUSED"
    message = "That address is not one this server calls"

    def __init__(self, message: str | None = None) -> None:
        hint = (
            "Use https://host/path of a public host, or have an administrator list host:port among the private hosts"
            " of this purpose; for webhooks that is WEBHOOK_PRIVATE_HOSTS"
        )
        super().__init__(message, hint=hint)


class OutboundFailed(UpstreamFailed):
    """It was tried, and did not work; another time it may."""

    def __init__(self, reason: FailureReason) -> None:
        self.reason = reason
        super().__init__(_SENTENCES[reason])
