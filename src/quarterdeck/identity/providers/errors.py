"""What can go wrong when signing in through a provider. The codes reach the sign-in page as `?error=`."""

from quarterdeck.kit.errors import BadRequest, Conflict, Forbidden, NotFound, Unauthenticated, UpstreamFailed


class ProviderNotFound(NotFound):
    code = "PROVIDER_NOT_FOUND"
    message = "This server is not set up for sign-in through this provider"


class BadState(BadRequest):
    code = "INVALID_STATE"
    message = "This sign-in was begun in another browser, took too long, or was finished before; begin again"


class SignInCancelled(BadRequest):
    code = "SIGN_IN_CANCELLED"
    message = "The sign-in was cancelled at the provider"


class ProviderRefused(UpstreamFailed):
    code = "PROVIDER_REFUSED"
    message = "The provider did not accept the sign-in; an administrator should check its settings"


class ProviderUnavailable(UpstreamFailed):
    code = "PROVIDER_UNAVAILABLE"
    message = "The provider did not answer properly; try again later"


class BadProof(Unauthenticated):
    code = "INVALID_PROVIDER_PROOF"
    message = "What the provider sent does not prove who signed in"


class EmailNotVerified(Forbidden):
    code = "EMAIL_NOT_VERIFIED"
    message = "The provider does not confirm that this e-mail address is yours; confirm it there first"


class SignUpNotAllowed(Forbidden):
    code = "SIGN_UP_NOT_ALLOWED"
    message = "No account belongs to this identity, and this server makes none for it; ask an administrator"


class AccountExists(Conflict):
    code = "ACCOUNT_EXISTS"
    message = "An account with this e-mail address exists; sign in to it as before, then link from the account page"


class AccountDisabled(Forbidden):
    code = "ACCOUNT_DISABLED"
    message = "This account is disabled; ask an administrator"


class BadTemporaryToken(Unauthenticated):
    code = "INVALID_TEMPORARY_TOKEN"
    message = "This temporary token was used, is older than a minute, or belongs to another browser; sign in again"


class IdentityTaken(Conflict):
    code = "IDENTITY_TAKEN"
    message = "This identity belongs to another account"


class LinkInterrupted(Unauthenticated):
    code = "LINK_INTERRUPTED"
    message = "You were signed out while linking; sign in and begin again"


class IdentityNotFound(NotFound):
    message = "There is no such identity"


class LastWayIn(Conflict):
    code = "LAST_WAY_IN"
    message = "This is the last way into the account; set a password or link another provider first"
