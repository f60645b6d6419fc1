"""The one table of roles and scopes. What a caller may do is decided from here and nowhere else."""

from collections.abc import Mapping
from typing import Literal, get_args

Role = Literal["admin", "user", "agent", "readonly"]
OrganizationRole = Literal["owner", "member", "viewer"]
Scope = Literal[
    "projects:read",
    "projects:write",
    "projects:delete",
    "agents:read",
    "agents:write",
    "agents:approve",
    "issues:read",
    "issues:write",
    "prs:read",
    "prs:write",
    "prs:review",
    "analytics:read",
    "analytics:write",
    "organizations:read",
    "organizations:write",
    "repositories:read",
    "repositories:write",
    "data:read",
    "data:write",
    "data:delete",
    "chats:read",
    "chats:write",
    "files:read",
    "files:write",
    "llm:invoke",
    "models:read",
    "prompts:invoke",
    "github:read",
    "github:dispatch",
    "sentry:read",
    "sentry:write",
    "sqlite:read",
    "sqlite:write",
    "docker:run",
    "vscode:read",
    "vscode:control",
    "actions:manage",
    "webhooks:manage",
    "approvals:decide",
    "users:manage",
    "audit:read",
]

SCOPES: frozenset[str] = frozenset(get_args(Scope))

_ADMIN_ONLY = frozenset({"users:manage", "audit:read"})

ROLE_SCOPES: Mapping[str, frozenset[str]] = {
    "admin": SCOPES,
    "user": SCOPES - _ADMIN_ONLY,
    "agent": frozenset(
        {
            "projects:read",
            "agents:read",
            "agents:write",
            "issues:read",
            "issues:write",
            "prs:read",
            "prs:write",
            "prs:review",
            "analytics:read",
            "organizations:read",
            "repositories:read",
            "llm:invoke",
            "models:read",
            "prompts:invoke",
            "github:read",
        }
    ),
    "readonly": frozenset(scope for scope in SCOPES - _ADMIN_ONLY if scope.endswith(":read")),
}

_RANK: Mapping[OrganizationRole, int] = {"viewer": 0, "member": 1, "owner": 2}


def effective_scopes(role: str, granted: frozenset[str]) -> frozenset[str]:
    """Return what a credential with the scopes `granted` may do while its owner has `role`."""
    return granted & ROLE_SCOPES[role]


def at_least(have: OrganizationRole, need: OrganizationRole) -> bool:
    """Tell whether membership as `have` includes what `need` may do."""
    return _RANK[have] >= _RANK[need]
