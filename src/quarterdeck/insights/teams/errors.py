"""What can go wrong with teams."""

from quarterdeck.kit.errors import Conflict, NotFound


class TeamNotFound(NotFound):
    message = "There is no such team"


class TeamNameTaken(Conflict):
    code = "TEAM_NAME_TAKEN"
    message = "The organization has a team of that name already"
