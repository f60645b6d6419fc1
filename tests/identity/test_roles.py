"""What each role may do."""

import pytest

from quarterdeck.identity.roles import ROLE_SCOPES, SCOPES, at_least, effective_scopes
from quarterdeck.identity.web import requires


def test_an_administrator_has_every_scope() -> None:
    assert ROLE_SCOPES["admin"] == SCOPES


def test_only_an_administrator_manages_users_and_reads_the_audit_log() -> None:
    for role in ("user", "agent", "readonly"):
        assert not {"users:manage", "audit:read"} & ROLE_SCOPES[role]


def test_a_readonly_user_has_scopes_that_read_and_no_others() -> None:
    assert "repositories:read" in ROLE_SCOPES["readonly"]
    assert all(scope.endswith(":read") for scope in ROLE_SCOPES["readonly"])


def test_an_agent_works_on_issues_but_decides_no_approvals() -> None:
    assert ROLE_SCOPES["agent"] >= {"issues:write", "prs:review", "agents:write"}
    assert not {"approvals:decide", "agents:approve", "organizations:write"} & ROLE_SCOPES["agent"]


def test_a_credential_reaches_no_further_than_the_role_of_its_owner() -> None:
    granted = frozenset({"issues:read", "issues:write", "users:manage"})

    assert effective_scopes("readonly", granted) == {"issues:read"}
    assert effective_scopes("admin", granted) == granted


def test_an_owner_may_do_what_a_member_may_and_a_viewer_may_not() -> None:
    assert at_least("owner", "member")
    assert at_least("member", "member")
    assert not at_least("viewer", "member")


def test_a_route_cannot_ask_for_a_scope_that_nobody_has() -> None:
    with pytest.raises(ValueError, match="no scope"):
        requires("repositories:admin")  # type: ignore[arg-type]  # the mistake this is about
