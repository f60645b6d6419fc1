"""What can go wrong with registered repositories."""

from quarterdeck.kit.errors import Conflict, NotFound


class RepositoryNotFound(NotFound):
    message = "There is no such repository"


class AlreadyRegistered(Conflict):
    code = "REPOSITORY_EXISTS"
    message = "The organization has that repository already"
