"""What can go wrong with developers."""

from quarterdeck.kit.errors import Conflict, NotFound


class DeveloperNotFound(NotFound):
    message = "There is no such developer"


class CannotMerge(Conflict):
    code = "CANNOT_MERGE"
    message = "A developer is merged into another one of the organization that is itself not merged"


class NotMerged(Conflict):
    code = "NOT_MERGED"
    message = "This developer is not merged into another"
