"""Who is calling: the one value that every rule about rights looks at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from quarterdeck.identity.roles import OrganizationRole, Role, at_least

CredentialKind = Literal["session", "token", "key", "local", "oauth"]


@dataclass(frozen=True, slots=True)
class Caller:
    """A signed-in caller and their rights now: the credential's scopes within the owner's role.

    `local` is true only for the command line on the server's own machine, which may name any path.
    """

    user_id: str
    role: Role
    scopes: frozenset[str]
    credential: CredentialKind
    credential_id: str
    organizations: Mapping[str, OrganizationRole] = field(default_factory=dict)
    local: bool = False

    @property
    def is_person(self) -> bool:
        """Tell whether somebody signed in by hand, as against a program holding a key or a grant."""
        return self.credential not in {"key", "oauth"}

    @property
    def is_interactive(self) -> bool:
        """Tell whether somebody sits at the console or at this machine: other numbers limit what they may ask."""
        return self.credential in {"session", "local"}


def visible_organizations(caller: Caller) -> frozenset[str] | None:
    """Return the organizations whose objects `caller` may see; `None` means all of them (administrators)."""
    return None if caller.role == "admin" else frozenset(caller.organizations)


def writable_organizations(caller: Caller) -> frozenset[str] | None:
    """Return the organizations whose objects `caller` may change; `None` means all of them (administrators)."""
    if caller.role == "admin":
        return None
    return frozenset(name for name, role in caller.organizations.items() if at_least(role, "member"))
