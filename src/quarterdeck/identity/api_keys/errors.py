"""What can go wrong with API keys."""

from quarterdeck.kit.errors import Detail, Forbidden, Invalid, NotFound


class ApiKeyNotFound(NotFound):
    message = "There is no such API key"


class ScopesBeyondOwn(Forbidden):
    code = "SCOPES_BEYOND_OWN"
    message = "A key cannot be given rights that its maker does not have"


class LimitIsForAdministrators(Forbidden):
    code = "LIMIT_BEYOND_OWN"
    message = "Only an administrator gives a key its own rate limit"


class BadExpiry(Invalid):
    def __init__(self, longest_days: int) -> None:
        super().__init__(details=[Detail("expires_at", f"A moment within the next {longest_days} days")])
