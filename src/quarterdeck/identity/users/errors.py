"""What can go wrong with accounts."""

from quarterdeck.kit.errors import Conflict, Detail, Invalid, NotFound


class EmailTaken(Conflict):
    code = "EMAIL_TAKEN"
    message = "An account with this e-mail address exists"


class LastAdministrator(Conflict):
    code = "LAST_ADMINISTRATOR"
    message = "This is the last active administrator; make another one first"


class UserNotFound(NotFound):
    message = "There is no such user"


class EmailNotAllowed(Invalid):
    code = "EMAIL_NOT_ALLOWED"
    message = "This server's USER_WHITELIST does not hold this address"


class WeakPassword(Invalid):
    code = "WEAK_PASSWORD"
    message = "Choose another password"

    def __init__(self, problem: str, field: str = "password") -> None:
        super().__init__(details=[Detail(field, problem)])


class WrongPassword(Invalid):
    code = "WRONG_PASSWORD"
    message = "The current password is not right"
