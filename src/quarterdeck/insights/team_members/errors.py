"""What can go wrong with members of teams."""

from quarterdeck.kit.errors import Conflict, NotFound


class AlreadyInTeam(Conflict):
    code = "ALREADY_IN_TEAM"
    message = "That person is in the team already"


class TeamMemberNotFound(NotFound):
    message = "There is no such member in the team"
