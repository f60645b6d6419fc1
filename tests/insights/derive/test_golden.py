"""The golden repository's answers, as reckoned by hand in `golden.py`."""

from collections.abc import Sequence
from datetime import timedelta
from statistics import median

from quarterdeck.insights.derive.config import DeriveConfig
from quarterdeck.insights.derive.inputs import Tag
from quarterdeck.insights.derive.pipeline import Derived, History, derive
from quarterdeck.insights.facts.rows import Commit, DeploymentChange
from tests.insights import golden
from tests.insights.reading import derived, read


def name(story: golden.Golden, change_id: str) -> str:
    return story.names.get(change_id, change_id)


def by_tag(found: Derived) -> dict[str, list[DeploymentChange]]:
    grouped: dict[str, list[DeploymentChange]] = {}
    for row in found.deployment_changes:
        grouped.setdefault(row.deployment_id.removeprefix("tag:"), []).append(row)
    return grouped


def test_release_tags_are_chosen_and_the_choice_is_explained(story: golden.Golden) -> None:
    choice = derived(story.path).choice

    assert (choice.strategy, choice.reason) == ("tags", "the repository has 7 release tags")


def test_deployments_their_times_and_kinds(story: golden.Golden) -> None:
    found = {row.deployment_id.removeprefix("tag:"): row for row in derived(story.path).deployments}

    assert {tag: row.finished_time for tag, row in found.items()} == {
        tag: golden.day(days) for tag, days in golden.DEPLOYED.items()
    }
    assert {tag: row.kind for tag, row in found.items()} == golden.KINDS
    assert {(row.source, row.strategy, row.status, row.environment) for row in found.values()} == {
        ("derived", "tags", "success", "production")
    }


def test_lead_times(story: golden.Golden) -> None:
    found = by_tag(derived(story.path))

    hours = {
        tag: {name(story, row.change_id): row.lead_seconds / 3600 for row in rows if row.lead_seconds is not None}
        for tag, rows in found.items()
    }
    assert {tag: leads for tag, leads in hours.items() if leads} == golden.LEADS
    assert median(lead for leads in hours.values() for lead in leads.values()) == 144.0


def test_excluded_changes_have_no_lead_time_but_a_reason(story: golden.Golden) -> None:
    rows = derived(story.path).deployment_changes

    excluded = {name(story, row.change_id): row.excluded for row in rows if row.excluded}
    assert excluded == dict.fromkeys(golden.BASELINE, "baseline") | dict.fromkeys(golden.CLOCK_SKEW, "clock_skew")
    assert all((row.lead_seconds is None) == (row.excluded is not None) for row in rows)


def test_every_change_is_counted_once(story: golden.Golden) -> None:
    found = derived(story.path)

    ids = [row.change_id for row in found.changes]
    assert len(ids) == len(set(ids)) == golden.CHANGES
    deployed = [row.change_id for row in found.deployment_changes]
    assert len(deployed) == len(set(deployed))
    assert {name(story, change) for change in set(ids) - set(deployed)} == {"c14"}


def test_a_merged_pull_request_has_its_own_title_author_and_start(story: golden.Golden) -> None:
    (found,) = [row for row in derived(story.path).changes if row.change_id == "pr-2"]

    assert (found.kind, found.number, found.title) == ("pull_request", 2, "Lexer rewrite")
    assert (found.author_email, found.merge_sha) == ("ann@example.com", story.shas["m3"])
    assert (found.first_commit_time, found.merged_time) == (golden.day(10), golden.day(11))
    assert (found.commit_count, found.state, found.source) == (2, "merged", "derived")


def test_actors(story: golden.Golden) -> None:
    found = derived(story.path).changes

    assert {name(story, row.change_id): row.actor for row in found if row.actor != "human"} == {
        "pr-3": "bot",
        "pr-4": "agent",  # a co-author
        "pr-6": "agent",  # the branch
    }


def test_failures_evidence_and_recovery(story: golden.Golden) -> None:
    found = derived(story.path)

    failed = {row.deployment_id.removeprefix("tag:") for row in found.deployments if row.failed}
    assert failed == set(golden.FAILED)
    assert all(row.failed is False for row in found.deployments if row.deployment_id[4:] not in failed)
    incidents = {(row.caused_by_deployment or "")[4:]: row for row in found.incidents}
    assert {tag: (row.started_time, row.resolved_time) for tag, row in incidents.items()} == {
        tag: (golden.day(broke), golden.day(mended)) for tag, (broke, mended) in golden.FAILED.items()
    }
    evidence = {row.deployment_id[4:]: row.failure_evidence for row in found.deployments if row.failed}
    assert evidence == {
        "v1.1.0": f"{story.shas['c4'][:10]} was reverted by {story.shas['c7'][:10]} on 2024-02-03, "
        "deployed with v1.2.0",
        "v1.2.0": "the patch release v1.2.1 followed after 48.0 hours",
        "v1.3.0": "the hotfix v1.3.0-hotfix.1 followed after 48.0 hours",
    }


def test_a_window_of_zero_switches_its_rule_off(story: golden.Golden) -> None:
    nothing = timedelta(0)

    def failed(config: DeriveConfig) -> set[str]:
        return {row.deployment_id[4:] for row in derived(story.path, config).deployments if row.failed}

    assert failed(DeriveConfig(revert_window=nothing)) == {"v1.2.0", "v1.3.0"}
    assert failed(DeriveConfig(revert_window=timedelta(days=12.9))) == {"v1.2.0", "v1.3.0"}
    assert failed(DeriveConfig(patch_window=nothing)) == {"v1.1.0", "v1.3.0"}
    assert failed(DeriveConfig(hotfix_window=timedelta(days=1))) == {"v1.1.0", "v1.2.0"}


def test_without_any_rule_nothing_is_known_about_failures(story: golden.Golden) -> None:
    off = timedelta(0)
    config = DeriveConfig(revert_window=off, patch_window=off, hotfix_window=off)

    assert {row.failed for row in derived(story.path, config).deployments} == {None}


def test_the_order_of_the_input_does_not_matter(story: golden.Golden) -> None:
    found = read(story.path)
    state = found.state
    rows = list(found.commits.values())

    def with_order(commits: list[Commit], tags: Sequence[Tag]) -> Derived:
        return derive(History("repo", commits, state.main_tip, tags, state.branches, found.notes))

    assert with_order(rows[::-1], state.tags[::-1]) == with_order(rows, state.tags)
    assert with_order(sorted(rows, key=lambda row: row.sha), state.tags) == with_order(rows, state.tags)


def test_every_step_of_the_main_line_as_a_deployment(story: golden.Golden) -> None:
    found = derived(story.path, DeriveConfig(strategy="first_parent_main"))

    deployed = [name(story, row.deployment_id.removeprefix("commit:")) for row in found.deployments]
    # r1 and r2 were committed together; they are one push, known by its last commit.
    assert deployed == [step for step in golden.MAIN_LINE[::-1] if step != "r1"]
    kinds = {name(story, row.deployment_id[7:]): row.kind for row in found.deployments if row.kind != "planned"}
    assert kinds == {"c7": "rollback", "c12": "rollback"}
    failed = {name(story, row.deployment_id[7:]) for row in found.deployments if row.failed}
    assert failed == set()  # c4 was reverted 15 days on, r2 18 days on: both later than the window
    later = DeriveConfig(strategy="first_parent_main", revert_window=timedelta(days=20))
    failed = {name(story, row.deployment_id[7:]) for row in derived(story.path, later).deployments if row.failed}
    assert failed == {"c4", "r2"}


def test_an_environment_branch(own_story: golden.Golden) -> None:
    own_story.objects.ref("refs/heads/production", own_story.shas["c12"])
    config = DeriveConfig(strategy="environment_branch")

    found = derived(own_story.path, config)

    assert len(found.deployments) == 12  # the main line up to c12, r1 and r2 as one
    assert {row.ref for row in found.deployments} == {"refs/heads/production"}
    assert derived(own_story.path).choice.strategy == "environment_branch"
