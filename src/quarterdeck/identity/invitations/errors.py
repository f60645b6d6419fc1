"""What can go wrong with invitations."""

from quarterdeck.kit.errors import Forbidden, NotFound, Unauthenticated


class InvitationNotFound(NotFound):
    """One answer for a link that was used, revoked, replaced, has expired, or never was."""

    code = "INVITATION_NOT_FOUND"
    message = "This invitation was used, has expired, was withdrawn, or never was; ask for another"


class SignInFirst(Unauthenticated):
    code = "SIGN_IN_FIRST"
    message = "Sign in with the invited address, then accept"

    def __init__(self) -> None:
        super().__init__(
            hint="Without an account, sign in through a provider, or ask an administrator to make one or to invite you"
        )


class AnothersInvitation(Forbidden):
    code = "ANOTHERS_INVITATION"
    message = "The invitation is for another account than the one you are signed in to"
