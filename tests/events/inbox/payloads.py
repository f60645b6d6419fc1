"""Payloads as the systems document them, cut to what says something."""

from typing import Any

GITHUB_PUSH: dict[str, Any] = {
    "ref": "refs/heads/main",
    "before": "a" * 40,
    "after": "b" * 40,
    "forced": False,
    "commits": [{"id": "b" * 40, "message": "One"}, {"id": "c" * 40, "message": "Two"}],
    "repository": {
        "full_name": "Acme/Rocket",
        "clone_url": "https://github.com/Acme/Rocket.git",
        "html_url": "https://github.com/Acme/Rocket",
        "ssh_url": "git@github.com:Acme/Rocket.git",
        "pushed_at": 1_790_000_000,
    },
    "sender": {"login": "ada"},
}
GITHUB_PULL_REQUEST: dict[str, Any] = {
    "action": "closed",
    "number": 7,
    "pull_request": {
        "title": "Fuel \r\n it",
        "state": "closed",
        "merged": True,
        "user": {"login": "ada"},
        "head": {"sha": "d" * 40},
        "base": {"ref": "main"},
        "html_url": "https://github.com/Acme/Rocket/pull/7",
    },
    "repository": {"full_name": "Acme/Rocket"},
}
GITHUB_ISSUES: dict[str, Any] = {
    "action": "opened",
    "issue": {"number": 8, "title": "It leaks", "state": "open", "user": {"login": "bo"}},
    "repository": {"full_name": "Acme/Rocket"},
}
GITHUB_WORKFLOW_RUN: dict[str, Any] = {
    "action": "completed",
    "workflow_run": {"id": 5, "name": "CI", "head_branch": "main", "status": "completed", "conclusion": "failure"},
    "repository": {"full_name": "Acme/Rocket"},
}
GITLAB_PUSH: dict[str, Any] = {
    "object_kind": "push",
    "ref": "refs/heads/main",
    "before": "a" * 40,
    "after": "b" * 40,
    "user_username": "ada",
    "project": {
        "path_with_namespace": "acme/rocket",
        "git_http_url": "https://gitlab.com/acme/rocket.git",
        "web_url": "https://gitlab.com/acme/rocket",
        "git_ssh_url": "git@gitlab.com:acme/rocket.git",
    },
    "commits": [{"id": "b" * 40}],
}
GITLAB_MERGE_REQUEST: dict[str, Any] = {
    "object_kind": "merge_request",
    "user": {"username": "ada"},
    "project": {"path_with_namespace": "acme/rocket"},
    "object_attributes": {"iid": 3, "action": "merge", "state": "merged", "title": "Fuel it"},
}
SENTRY_ISSUE: dict[str, Any] = {
    "action": "created",
    "actor": {"name": "Sentry", "type": "application"},
    "installation": {"uuid": "0e0b1d6c"},
    "data": {"issue": {"id": "117", "shortId": "ROCKET-1", "title": "ZeroDivisionError", "level": "error"}},
}
SENTRY_ALERT: dict[str, Any] = {
    "action": "triggered",
    "data": {"event": {"issue_id": "117", "title": "ZeroDivisionError", "project": 1}, "triggered_rule": "Loud"},
}
INVOICE: dict[str, Any] = {"type": "invoice.paid", "timestamp": "2026-11-22T02:00:00Z", "data": {"id": 5}}
