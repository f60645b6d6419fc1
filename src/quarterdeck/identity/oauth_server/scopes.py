"""What each scope means to a person who is asked for it, and which scopes a program may ask for at all."""

from collections.abc import Collection, Iterable
from typing import Final

from quarterdeck.identity.roles import SCOPES, Scope

SENTENCES: Final[dict[Scope, str]] = {
    "projects:read": "See your projects",
    "projects:write": "Create and change projects",
    "projects:delete": "Delete projects",
    "agents:read": "See agents and what they did",
    "agents:write": "Create, start, stop and instruct agents",
    "agents:approve": "Approve or deny what agents ask to do",
    "issues:read": "See issues",
    "issues:write": "Create and change issues",
    "prs:read": "See pull requests",
    "prs:write": "Create and change pull requests",
    "prs:review": "Review pull requests in your name",
    "analytics:read": "See metrics and reports",
    "analytics:write": "Hand in data that metrics are computed from",
    "organizations:read": "See your organizations, their teams and members",
    "organizations:write": "Change your organizations, their teams and members",
    "repositories:read": "See repositories, commits and developers",
    "repositories:write": "Add, change, synchronize and remove repositories",
    "data:read": "Read your data entries",
    "data:write": "Add and change data entries",
    "data:delete": "Delete data entries",
    "chats:read": "Read your chats",
    "chats:write": "Write in your chats and start new ones",
    "files:read": "Read your files",
    "files:write": "Upload, change and delete your files",
    "llm:invoke": "Use language models, which may cost money",
    "models:read": "See which language models there are",
    "prompts:invoke": "Compile and run prompts",
    "github:read": "See workflows and their runs on GitHub",
    "github:dispatch": "Start and cancel workflows on GitHub",
    "sentry:read": "See issues in Sentry",
    "sentry:write": "Resolve, ignore and assign issues in Sentry",
    "sqlite:read": "Read the SQLite databases that are set up here",
    "sqlite:write": "Change the SQLite databases that are set up here",
    "docker:run": "Run containers on this server's Docker",
    "vscode:read": "See your open editor, its files and diagnostics",
    "vscode:control": "Control your open editor: open files, debug, run tasks",
    "actions:manage": "Create and change custom actions",
    "webhooks:manage": "Set up webhooks, which send and receive data of your organizations",
    "approvals:decide": "Approve or deny actions that wait for a person",
    "users:manage": "Create, change and remove accounts, as an administrator",
    "audit:read": "Read the audit log, as an administrator",
}

# No program that nobody registered may even ask for these: they undo what holds it in check.
_BY_REGISTRATION_ONLY: Final = frozenset({"users:manage", "audit:read", "approvals:decide"})

OFFERED: Final[frozenset[str]] = SCOPES - _BY_REGISTRATION_ONLY
READING: Final[frozenset[str]] = frozenset(scope for scope in OFFERED if scope.endswith(":read"))
"""What is asked for when a client names no scope."""


def in_order(scopes: Collection[str]) -> list[str]:
    """Return known scopes in the order of the table, so that a list of them always looks the same."""
    return [scope for scope in SENTENCES if scope in scopes]


def described(scopes: Iterable[str]) -> list[tuple[str, str]]:
    """Return each scope with its sentence."""
    wanted = set(scopes)
    return [(scope, sentence) for scope, sentence in SENTENCES.items() if scope in wanted]
