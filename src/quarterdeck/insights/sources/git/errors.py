"""What can be wrong with a repository or its address. None repeats the path or the URL it was given."""

from typing import ClassVar

from quarterdeck.kit.errors import Forbidden, Invalid, PayloadTooLarge, QuarterdeckError, UpstreamFailed


class GitSourceError(QuarterdeckError):
    """Base of all of them; each says what to do next in `hint`."""

    advice: ClassVar[str]

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message, hint=self.advice)


class NotARepository(GitSourceError, Invalid):
    code = "NOT_A_REPOSITORY"
    message = "There is no git repository at that path"
    advice = "Give the top folder of a clone, its .git folder, or a bare repository"


class EmptyRepository(GitSourceError, Invalid):
    code = "EMPTY_REPOSITORY"
    message = "The repository has no commits yet"
    advice = "Push the first commit, then add it again"


class BrokenRepository(GitSourceError, Invalid):
    code = "BROKEN_REPOSITORY"
    message = "Git cannot read the repository"
    advice = "Run `git fsck` in it; a fresh clone usually helps"


class OutsideRoots(GitSourceError, Forbidden):
    code = "OUTSIDE_ROOTS"
    message = "That path is outside the folders this server may read"
    advice = "An administrator can add a folder to the allowed roots"


class UnsafeUrl(GitSourceError, Invalid):
    code = "UNSAFE_URL"
    message = "That address is not one this server clones from"
    advice = "Use https://host/path, without a user name, a password or a query"


class PrivateAddress(GitSourceError, Invalid):
    code = "PRIVATE_ADDRESS"
    message = "That host is, or may resolve to, an address that is not public"
    advice = "Clone it beside the server and add the local path"


class HostUnknown(GitSourceError, Invalid):
    code = "HOST_UNKNOWN"
    message = "That host name does not resolve"
    advice = "Check the spelling of the address and the server's name service"


class CloneTooLarge(GitSourceError, PayloadTooLarge):
    code = "CLONE_TOO_LARGE"
    message = "The repository is larger than this server may store"
    advice = "Raise the size limit, or clone it beside the server and add the local path"


class CloneFailed(GitSourceError, UpstreamFailed):
    code = "CLONE_FAILED"
    message = "The repository could not be fetched"
    advice = "Check that the address is right, public and not redirected"
