"""What can go wrong with organizations."""

from quarterdeck.kit.errors import Conflict, Forbidden, NotFound


class OrganizationInUse(Conflict):
    code = "ORGANIZATION_IN_USE"
    message = "The organization still holds teams, repositories or other resources; remove them first"


class NotAMember(Forbidden):
    code = "NOT_A_MEMBER"
    message = "Only members and owners of the organization may do that"


class MemberNotFound(NotFound):
    message = "There is no such member"


class AlreadyMember(Conflict):
    code = "ALREADY_MEMBER"
    message = "This user is a member already"


class LastOwner(Conflict):
    code = "LAST_OWNER"
    message = "An organization keeps at least one owner; make another one first"
