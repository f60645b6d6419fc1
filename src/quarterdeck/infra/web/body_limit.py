"""How large a request body may be, counted as it arrives."""

from starlette.types import Message, Receive, Scope

from quarterdeck.kit.errors import PayloadTooLarge

OWN_LIMIT = "body_limit"  # a route that takes more says so here, in the request's state, before it reads


def limited(receive: Receive, scope: Scope, limit: int) -> Receive:
    """Wrap `receive`; reading more than the limit raises `PayloadTooLarge`, a long `Content-Length` at once."""
    declared = _declared_length(scope)
    received = 0

    async def receive_within() -> Message:
        nonlocal received
        largest: int = scope["state"].get(OWN_LIMIT, limit)
        if declared > largest:
            raise PayloadTooLarge
        message = await receive()
        received += len(message.get("body", b""))
        if received > largest:
            raise PayloadTooLarge
        return message

    return receive_within


def _declared_length(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value[:20])
    return 0
